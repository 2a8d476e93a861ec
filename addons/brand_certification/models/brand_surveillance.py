from odoo import api, fields, models
from odoo.fields import Domain

_INSPECTORS = ("brand_certification.group_inspector", "brand_certification.group_assessor")
_APPROVERS = ("brand_certification.group_approver", "brand_certification.group_body")
_PUBLISHERS = ("brand_certification.group_officer", "brand_certification.group_reviewer")
_RESULT = ("result", "summary", "consequence", "consequence_reason", "until")


class BrandSurveillance(models.Model):
    """A check of a certificate after it was issued: by its body, by lot (双随机), or for a cause.

    At least two inspectors check; what they propose is approved by somebody else, and carried out
    by the body, whose certificate it is (ISO/IEC 17065, 7.9 and 7.11).
    """

    _name = "brand.surveillance"
    _description = "Surveillance Check"
    _inherit = ["brand.transition.mixin", "portal.mixin", "mail.thread"]
    _order = "date_planned, id"
    _rec_names_search = ["name", "certificate_id.number", "holder_name"]

    _initial_state = "planned"
    _transitions = {
        "action_start": (("planned",), "in_progress", _INSPECTORS),
        "action_finish": (("in_progress",), "done", _INSPECTORS),
        "action_approve_consequence": (("done",), "done", _APPROVERS),
        "action_refuse_consequence": (("done",), "done", _APPROVERS),
        "action_publish": (("done",), "done", _PUBLISHERS),
    }
    _duties = {
        "action_start": "inspect",
        "action_finish": "inspect",
        "action_approve_consequence": "approve",
        "action_refuse_consequence": "approve",
    }
    _system_fields = frozenset(
        {
            "name",
            "sequence_no",
            "started_on",
            "done_on",
            "publish_due",
            "published_on",
            "approved_on",
            "approved_by_id",
            "proposed_consequence",
        }
    )
    _write_windows = {
        **dict.fromkeys(
            (
                "certificate_id",
                "kind",
                "draw_id",
                "complaint_id",
                "date_planned",
                "inspector_ids",
            ),
            ("planned",),
        ),
        "cause": ("planned", "in_progress"),
        **dict.fromkeys(_RESULT, ("in_progress",)),
        "published_text": ("done",),
    }

    name = fields.Char("Check No.", readonly=True, copy=False)
    kind = fields.Selection(
        [
            ("body", "By the certification body"),
            ("random", "By lot"),
            ("adhoc", "For a cause"),
        ],
        required=True,
        default="adhoc",
    )
    state = fields.Selection(
        [
            ("planned", "Check planned"),
            ("in_progress", "Check in progress"),
            ("done", "Check done"),
        ],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    certificate_id = fields.Many2one(
        "brand.certificate", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="certificate_id.partner_id", string="Holder", store=True, index=True
    )
    holder_name = fields.Char(related="certificate_id.holder_name", store=True)
    product_name = fields.Char(related="certificate_id.product_name", store=True)
    program_id = fields.Many2one(related="certificate_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="certificate_id.company_id", store=True)
    district_id = fields.Many2one(related="certificate_id.district_id", store=True)
    body_id = fields.Many2one(related="certificate_id.body_id", store=True, index=True)
    sequence_no = fields.Integer("Check of the Certificate", readonly=True, copy=False)
    date_planned = fields.Date("Check by", required=True, index=True)
    inspector_ids = fields.Many2many(
        "res.users",
        "brand_surveillance_inspector",
        "surveillance_id",
        "user_id",
        "Inspectors",
        help="At least two, none with an interest in the enterprise.",
    )
    draw_id = fields.Many2one(
        "brand.draw", "Record of the Draw", index="btree_not_null", readonly=True
    )
    complaint_id = fields.Many2one("brand.complaint", index="btree_not_null", readonly=True)
    cause = fields.Text(help="What leads to the check; not who told it.")
    item_ids = fields.One2many("brand.surveillance.item", "surveillance_id", "Checklist")
    finding_ids = fields.One2many("brand.finding", "surveillance_id", "Findings")
    started_on = fields.Date(readonly=True, copy=False)
    done_on = fields.Date(readonly=True, copy=False)
    result = fields.Selection(
        [
            ("pass", "Passed"),
            ("corrections", "Passed with corrections"),
            ("fail", "Did Not Pass"),
        ],
        copy=False,
        tracking=True,
    )
    summary = fields.Text("What Was Found", copy=False)
    consequence = fields.Selection(
        [
            ("none", "None"),
            ("correction", "Order a correction"),
            ("suspend", "Suspend the certificate"),
            ("withdraw", "Withdraw the certificate"),
        ],
        "Consequence Proposed",
        copy=False,
    )
    consequence_reason = fields.Text("Reason of the Proposal", copy=False)
    until = fields.Date("Suspended until", copy=False)
    approval = fields.Selection(
        [
            ("none", "Nothing to approve"),
            ("waiting", "To be approved"),
            ("approved", "Approved"),
            ("refused", "Not approved"),
        ],
        "Approval of the Consequence",
        readonly=True,
        copy=False,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)
    publish_due = fields.Date("Publish by", readonly=True, copy=False)
    published_on = fields.Date(readonly=True, copy=False)
    published_text = fields.Text("Text to Publish", copy=False)
    is_publish_overdue = fields.Boolean(
        "Publication Overdue",
        compute="_compute_is_publish_overdue",
        search="_search_is_publish_overdue",
    )

    _planned_once = models.UniqueIndex(
        "(certificate_id, sequence_no) WHERE sequence_no > 0",
        "This check of the certificate is planned already.",
    )
    _drawn_once = models.UniqueIndex(
        "(draw_id, certificate_id) WHERE draw_id IS NOT NULL",
        "The check that was drawn has been made already.",
    )

    # -- computes ------------------------------------------------------------------------------

    @api.depends("name", "product_name", "holder_name")
    def _compute_display_name(self):
        for check in self:
            check.display_name = " · ".join(
                filter(None, (check.name, check.product_name, check.holder_name))
            )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for check in self:
            check.access_url = f"/my/brand/surveillance/{check.id}"
        return result

    @api.depends("publish_due", "published_on")
    def _compute_is_publish_overdue(self):
        today = self.env["brand.workday"]._today()
        for check in self:
            check.is_publish_overdue = bool(
                check.publish_due and not check.published_on and check.publish_due < today
            )

    @api.model
    def _search_is_publish_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["brand.workday"]._today()
        late = Domain("publish_due", "<", today) & Domain("published_on", "=", False)
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        for check in checks:
            # sudo: the register's number
            sequence = self.env["ir.sequence"].sudo().with_company(check.sudo().company_id)
            check.sudo().name = sequence.next_by_code("brand.surveillance")
        return checks
