"""What a sealed dossier tells of each kind of record: its fields, its parts, its files.

A new field or a new kind of part is a row here; docs/dossier.md names what each file holds.
"""

from dataclasses import dataclass

# Fields by model, in the order in which a reader asks for them
FACTS = {
    "brand.application": """name state program_id level_id partner_id product_id district_id body_id
        submitted_on accepted_on snapshot recommendation_waiver""",
    "brand.application.submission": "number date user_id content",
    "brand.application.document": "name filename size mimetype sha256 uploaded_on is_secret",
    "brand.application.gap": "submission_no field_name document_id text corrected was_there",
    "brand.application.duplicate": "other_id ground_codes state reason",
    "brand.application.difference": "subject electronic original date user_id",
    "brand.evaluation": """user_id round state is_lead is_unsealed declared_on conflict_reason
        suspected appointment_reason void_reason conclusion strengths improvements rescore_reason""",
    "brand.evaluation.line": "criterion_id is_scored score is_vetoed evidence filename sha256",
    "brand.evaluation.note": "kind round spread reason user_id",
    "brand.evaluation.visit": "state date_from date_to sites agenda summary cancel_reason",
    "brand.finding": """name state grade evaluation_id criterion_id clause fact raised_by_id
        raised_on due_on verified_by_id verified_on verdict""",
    "brand.finding.answer": "cause correction user_id create_date",
    "brand.finding.file": "kind filename size sha256",
    "brand.test.report": """state sample_no sample_description sampled_on seal_no sealed_on
        sealed_by laboratory cma_no cnas_no standard_id standard_text report_no report_date verdict
        filed_by_id void_reason filename sha256""",
    "brand.test.item": "name clause criterion_id requirement value unit verdict",
    "brand.review": """version state reviewer_id reviewed_on recommendation note checklist content
        content_sha256 filename sha256""",
    "brand.recommendation": "office_name state note signed_by_id sent_on",
    "brand.recommendation.line": "product_name rank result opinion reason recommendation_id",
    "brand.joint.check": "department_id date_cutoff date_since state sent_on due_on",
    "brand.joint.check.line": """enterprise_name uscc department_id reply details replied_by
        replied_user_id replied_on disposal disposal_reason disposed_by_id check_id
        application_ids""",
    "brand.notice": """name state document_no days date_published date_end is_provisional
        calendar_version content_hash""",
    "brand.notice.line": "res_id notice_id name holder district_name detail",
    "brand.notice.version": """number kind reason published_at date_published date_end content
        content_hash paper_name paper_hash""",
    # Nothing here tells who objects: neither the identity nor files, only the hashes of these
    "brand.objection": """name state kind clue_reason is_named channel postmark_on arrived_on
        received_on text finding due_on is_extended is_partial ruling ruling_no ruled_on""",
    "brand.objection.hearing": "item question asked_on due_on statement stated_on",
    "brand.objection.file": "size sha256",
    "brand.decision": """name kind state body_id date meeting document_no minutes quorum
        present_count majority decider figures_text shortfall_reason published_on minutes_filename
        minutes_sha256 announcement_name announcement_hash""",
    "brand.decision.line": """result reason votes_for votes_against votes_abstain recused_ids
        decision_id""",
    "brand.decision.member": "name user_id is_present is_recused recusal_reason",
    "brand.approval": """level_id model record_name step user_id on_behalf_of_id date reason
        document_no fingerprint res_id""",
    "brand.transition": """model record_name step duty from_state to_state user_id on_behalf_of_id
        role date reason document_no res_id""",
    "brand.certificate": """number version state holder_name uscc product_name level_id body_id
        standard_text date_issue date_start date_end""",
    "brand.certificate.version": """number version kind reason document_no holder_name uscc
        holder_address product_name product_model trademark level_id body_id standard_text
        date_issue date_start date_end""",
    "brand.certificate.event": "kind date reason document_no",
    "brand.certificate.duplicate": "copy_no version reason date user_id",
    "brand.certificate.request": """kind state origin asked_by_id reason document_no until remedy
        finding verified_by_id verified_on answer closed_on""",
    "brand.certificate.request.file": "filename size sha256",
    "brand.paper": "kind version copy_no event_id is_made filename sha256 content",
    "brand.mark.licence": "number state scope rules forbidden ended_on last_use_on leftover_plan",
    "brand.conflict": """state kind fact source evaluation_id reported_by_id reported_on ruling
        ruled_by_id ruled_on""",
    "brand.conflict.file": "filename size sha256",
    "brand.surveillance": """name kind state certificate_id date_planned inspector_ids draw_id cause
        started_on done_on result summary consequence consequence_reason until approval
        approved_by_id approved_on publish_due published_on published_text""",
    "brand.surveillance.item": "sequence name answer note",
    # As with objections: not who complains, nor the signs by which only he finds his complaint
    "brand.complaint": """kind misuse channel state received_on accepted_on close_due is_extended
        closed_on handler_id subject_text text finding outcome answer panel_ids panel_text""",
    "brand.complaint.transfer": "kind department text document_no date",
    "brand.complaint.file": "filename size sha256",
}


@dataclass(frozen=True)
class Part:
    """A kind of record in a dossier.

    ``key`` is the JSON's name, or the key in the row of the whole; ``link`` leads from the record to
    its application or its whole. ``folder`` takes its files; where there is none, files are told by
    their hashes alone.
    """

    model: str
    key: str
    link: str = "application_id"
    folder: str = ""
    parts: tuple = ()


def _of(whole, *rows):
    return tuple(Part(*row, link=whole) for row in rows)


_FINDING_PARTS = (
    Part("brand.finding.answer", "answers", "finding_id"),
    Part("brand.finding.file", "files", "finding_id", "findings"),
)
FINDINGS = Part("brand.finding", "findings.json", parts=_FINDING_PARTS)
TESTS = Part(
    "brand.test.report",
    "tests.json",
    folder="tests",
    parts=_of("report_id", ("brand.test.item", "items")),
)
REVIEWS = Part("brand.review", "reviews.json", folder="report")
CERTIFICATES = Part(
    "brand.certificate",
    "certificate.json",
    parts=(
        *_of(
            "certificate_id",
            ("brand.certificate.version", "versions"),
            ("brand.certificate.event", "events"),
            ("brand.certificate.duplicate", "duplicates"),
            ("brand.mark.licence", "mark_licences"),
        ),
        Part("brand.paper", "papers", "certificate_id", "certificates"),
        Part(
            "brand.certificate.request",
            "requests",
            "certificate_id",
            parts=(Part("brand.certificate.request.file", "files", "request_id", "requests"),),
        ),
    ),
)
SURVEILLANCE = Part(
    "brand.surveillance",
    "surveillance.json",
    "certificate_id.application_id",
    parts=(
        Part("brand.surveillance.item", "items", "surveillance_id"),
        Part("brand.finding", "findings", "surveillance_id", parts=_FINDING_PARTS),
    ),
)
CONFLICTS = Part(
    "brand.conflict",
    "conflicts.json",
    parts=(Part("brand.conflict.file", "files", "conflict_id", "conflicts"),),
)
_TRANSFERS = Part("brand.complaint.transfer", "transfers", "complaint_id")
COMPLAINTS = Part(
    "brand.complaint",
    "complaints.json",
    parts=(_TRANSFERS, Part("brand.complaint.file", "files", "complaint_id")),
)
# Who appeals is the applicant: what it hands in is part of the case
APPEALS = Part(
    "brand.complaint",
    "appeals.json",
    parts=(_TRANSFERS, Part("brand.complaint.file", "files", "complaint_id", "appeals")),
)
OBJECTION_PARTS = _of(
    "objection_id", ("brand.objection.hearing", "hearings"), ("brand.objection.file", "files")
)
