"""Which papers a certificate calls for, and what its letters say."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..scheme.publishing import for_public


class BrandCertificate(models.Model):
    _inherit = "brand.certificate"

    paper_ids = fields.One2many("brand.paper", "certificate_id", "Papers")

    def _queue_papers(self, kind, events=None, copy_no=0):
        """Call for a paper of each certificate; made in the background, kept once made.

        :param kind: of brand.paper
        :param events: ``{certificate id: event}`` for letters, whose words are frozen now
        """
        if not self:
            return self.env["brand.paper"]
        events = events or {}
        run = self._new_run(kind) if len(self) > 1 else self.env["brand.paper.run"]
        # sudo: papers follow from steps, whoever takes them
        papers = (
            self.env["brand.paper"]
            .sudo()
            .create(
                [
                    {
                        "run_id": run.id,
                        "certificate_id": certificate.id,
                        "partner_id": certificate.partner_id.id,
                        "kind": kind,
                        "version": certificate.version,
                        "copy_no": copy_no,
                        "event_id": event.id if event else False,
                        "content": certificate._letter_content(kind, event) if event else False,
                    }
                    for certificate in self.sudo()
                    for event in [events.get(certificate.id)]
                ]
            )
        )
        self.env.ref("brand_certification.cron_make_papers").sudo()._trigger()
        return papers

    def _new_run(self, kind):
        label = dict(self.env["brand.paper"]._fields["kind"]._description_selection(self.env))
        today = fields.Date.to_string(self.env["brand.workday"]._today())
        return (
            self.env["brand.paper.run"]
            .sudo()
            .create(
                {
                    "name": f"{label[kind]} {today}",
                    "company_id": self.sudo().company_id[:1].id,
                    "paper_count": len(self),
                }
            )
        )

    def _current_paper(self, kind="certificate"):
        """The paper of the newest version, in superuser mode."""
        self.ensure_one()
        # sudo: read after the certificate's own access check by whoever calls
        papers = self.sudo().paper_ids
        return papers.filtered(lambda p: p.kind == kind and p.version == self.version)[:1]

    # -- letters -----------------------------------------------------------------------------------

    def _letter_content(self, kind, event):
        """Words of a notice of suspension, restoration, withdrawal or cancellation, as plain values.

        In the language of papers, whoever takes the step.
        """
        self.ensure_one()
        Report = self.env["ir.actions.report"]
        certificate = self.with_context(**Report._paper_context())
        _, date = certificate.env._, certificate.env["ir.actions.report"]._paper_date
        titles = {
            "suspend": _("Notice of Suspension of a Certificate"),
            "restore": _("Notice of Restoration of a Certificate"),
            "withdraw": _("Notice of Withdrawal of a Certificate"),
            "cancel": _("Notice of Cancellation of a Certificate"),
        }
        program = certificate.program_id
        return {
            "title": titles[kind],
            "document_no": event.document_no or "",
            "holder": certificate.holder_name,
            "office": certificate.body_id.name or certificate.company_id.name,
            "date": fields.Date.to_string(event.date),
            "paragraphs": [
                certificate._letter_opening(kind, event),
                _("Reason: %s", event.reason or _("as applied for")),
                *certificate._letter_effect(kind, event, date),
                program.appeal_text
                or _(
                    "Whoever disagrees may appeal in writing to the office named below within 30 days"
                    " of receiving this notice. The appeal is heard by people who had no part in"
                    " the decision. The decision stands meanwhile."
                ),
                _(
                    "Handled by: %(office)s, phone %(phone)s.",
                    office=program.office_name or certificate.company_id.name,
                    phone=program.office_phone or "",
                ),
            ],
        }

    def _letter_opening(self, kind, event):
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        basis = event.document_no or self.program_id.basis or self.program_id.name
        words = {
            "suspend": _("is suspended"),
            "restore": _("is restored"),
            "withdraw": _("is withdrawn"),
            "cancel": _("is cancelled"),
        }
        return _(
            "On the basis of %(basis)s, certificate %(number)s of your product “%(product)s”"
            " (standards: %(standards)s) %(word)s from %(day)s.",
            basis=basis,
            number=self.number,
            product=self.product_name,
            standards=self.standard_text or "—",
            word=words[kind],
            day=date(event.date),
        )

    def _letter_effect(self, kind, event, date):
        """What the step means for the holder, paragraph by paragraph."""
        _ = self.env._
        if kind == "restore":
            return [
                _(
                    "The certificate and the licence of the mark are in force again. The term of"
                    " validity stays as it was and ends on %s.",
                    date(self.date_end),
                )
            ]
        ban = _(
            "From the day of this notice the mark may not be used on products, packaging,"
            " advertising or web pages, and the product may not be called certified."
        )
        if kind == "suspend":
            return [*self._letter_suspension(date), ban]
        if kind == "withdraw":
            again = (
                _("Applications are taken again from %s on.", date(self.reapply_from))
                if self.reapply_from
                else ""
            )
            back = _(
                "Send the certificate back within ten working days and remove the mark from all"
                " goods that have not been delivered. The withdrawal is published."
            )
            return [text for text in (ban, back, again) if text]
        return [
            _(
                "The cancellation is no sanction. Packaging that already carries the mark may be used"
                " up within the days of the mark licence; nothing new is printed with the mark."
            )
        ]

    def _letter_suspension(self, date):
        """How long a suspension lasts, and what ends it."""
        _ = self.env._
        term = (
            _("The suspension lasts until %s at most.", date(self.suspended_until))
            if self.suspended_until
            else _("The suspension lasts until its causes are gone.")
        )
        return [
            term,
            _("What ends the suspension: %s", self.suspension_remedy or ""),
            _(
                "If the causes are not gone by then, withdrawal of the certificate is decided"
                " on. The suspension does not lengthen validity."
            ),
        ]

    def _letter_values(self):
        """The frozen words of the letter that is being rendered.

        :raises UserError: when no letter is: letters are opened from the list of papers
        """
        self.ensure_one()
        self.check_access("read")
        paper = self.sudo()._paper_being_made()
        if not paper.content:
            raise UserError(self.env._("Open the notice from the list of papers."))
        return {
            **paper.content,
            "day": fields.Date.to_date(paper.content["date"]),
            "colon": self.env._(": "),
        }

    def _mark_licence_values(self):
        """What stands on the licence to use the mark, as plain values.

        :raises UserError: where the programme has no mark
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: terms of a certificate that this user may read
        certificate = self.sudo()
        licence, program = certificate.mark_licence_ids[:1], certificate.program_id
        if not licence:
            raise UserError(self.env._("No mark is licensed for this certificate."))
        face = certificate._paper_face(certificate._paper_being_made())
        _, mark = self.env._, for_public(program.mark_name)
        return {
            "title": _("Licence to Use the Certification Mark"),
            "number_text": _("Licence No. %s", licence.number),
            "holder": for_public(face.holder_name),
            "colon": _(": "),
            "opening": _(
                "Your product has been certified. You are licensed to use %(mark)s on the product named"
                " below, under these terms.",
                mark=mark,
            ),
            "terms": certificate._mark_licence_terms(licence, face),
            "full_terms": licence.terms,
            "closing": certificate._mark_licence_closing(),
            "office": certificate.company_id.name,
            "date": face.date_issue,
        }

    def _mark_licence_terms(self, licence, face):
        """``(label, text)`` of what the licence covers."""
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        terms = [
            (_("Certificate"), self.number),
            (_("Product that may carry the mark"), for_public(face.product_name)),
            (_("Files of the mark"), "、".join(self.program_id.mark_files.mapped("name"))),
            (_("Scope and media"), licence.scope),
            (_("Sizes and colours"), licence.rules),
            (
                _("Term of the licence"),
                _(
                    "from %(start)s to %(end)s",
                    start=date(self.date_start),
                    end=date(self.date_end),
                ),
            ),
            (_("Uses that are forbidden"), licence.forbidden),
            (_("Charge"), _("none; the mark is licensed free of charge")),
        ]
        return [(label, text) for label, text in terms if text]

    def _mark_licence_closing(self):
        _ = self.env._
        return [
            _(
                "The mark stands with the certificate number. Before a new use a specimen is"
                " handed in and agreed to. The mark certifies the product, not the management"
                " system of the enterprise; the licence cannot be passed on."
            ),
            _(
                "While the certificate is suspended the mark is not used. The licence ends with"
                " the certificate. After expiry or cancellation marked packaging may be used up"
                " within %s days by a plan handed in; after a withdrawal at no time.",
                self.program_id.mark_leftover_days,
            ),
        ]
