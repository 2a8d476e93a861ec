"""Certificates of one scheme carried over into another (转换、并轨), by a ruling."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .brand_certificate import RUNNING_STATES
from .transition_mixin import transition

TREATMENTS = [
    ("convert", "Convert"),
    ("re_evaluate", "Evaluate anew"),
    ("leave", "Leave until it ends"),
]
# What each answer of the ruling allows
_ALLOWED = {
    "carried_over": {"convert", "re_evaluate", "leave"},
    "apply_anew": {"re_evaluate", "leave"},
    "lapse": {"leave"},
}
NEW_TERM = "new_term"


class BrandConversion(models.Model):
    """A batch of certificates that another scheme takes over, certificate by certificate.

    An officer prepares it, an approver decides it under a document number, an officer carries it
    out. Each converted certificate is replaced by one under the new programme that says where it
    comes from; the old one ends without a sanction. Whether this may be at all is the city's ruling
    on an open question (A25 for 武汉名品; 并轨 of Suzhou's heritage schemes).
    """

    _name = "brand.conversion"
    _description = "Conversion"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "id desc"

    _initial_state = "draft"
    _transitions = {
        "action_decide": (("draft",), "decided", "brand_certification.group_approver"),
        "action_reopen": (("decided",), "draft", "brand_certification.group_approver"),
        "action_carry_out": (("decided",), "done", "brand_certification.group_officer"),
    }
    _duties = {"action_decide": "approve"}
    _approval_steps = ("action_decide",)
    _write_windows = dict.fromkeys(
        ("name", "company_id", "from_program_id", "program_id", "ruling_id", "validity", "basis"),
        ("draft",),
    )
    _system_fields = frozenset({"document_no", "date_decided", "date_done"})

    name = fields.Char("Subject", required=True)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "Draft"), ("decided", "Decided"), ("done", "Carried out")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    from_program_id = fields.Many2one(
        "brand.program", "From Programme", required=True, ondelete="restrict"
    )
    program_id = fields.Many2one(
        "brand.program", "To Programme", required=True, ondelete="restrict"
    )
    ruling_id = fields.Many2one(
        "brand.ruling",
        "By Ruling",
        ondelete="restrict",
        help="The city's answer to whether and how the earlier certificates are carried over.",
    )
    ruling_text = fields.Char("As Was Ruled", compute="_compute_ruling_text")
    ruling_document_no = fields.Char(related="ruling_id.document_no", string="Ruling No.")
    validity = fields.Selection(
        [
            ("kept", "As before: ends when the old certificate would have ended"),
            ("new", "A new term of the new programme"),
        ],
        required=True,
        default="kept",
        help="A new term needs a ruling that says so.",
    )
    basis = fields.Text(help="Why, and what was examined; shown to whoever decides.")
    document_no = fields.Char("Document No.", readonly=True, copy=False)
    date_decided = fields.Date("Decided on", readonly=True, copy=False)
    date_done = fields.Date("Carried out on", readonly=True, copy=False)
    rule_ids = fields.One2many("brand.conversion.rule", "conversion_id", "Rules", copy=True)
    line_ids = fields.One2many("brand.conversion.line", "conversion_id", "Certificates")
    line_count = fields.Integer("Number of Certificates", compute="_compute_counts")
    convert_count = fields.Integer("To Convert", compute="_compute_counts")
    blockers = fields.Text("What Blocks the Decision", compute="_compute_blockers")

    # -- constraints and computes --------------------------------------------------------------

    @api.constrains("from_program_id", "program_id", "company_id", "ruling_id")
    def _check_one_city(self):
        for conversion in self:
            old, new = conversion.from_program_id, conversion.program_id
            if old.code == new.code and old.company_id == new.company_id:
                raise ValidationError(
                    self.env._("A conversion leads into another scheme, not into a new version.")
                )
            cities = (old | new).company_id | conversion.ruling_id.company_id
            if cities - conversion.company_id:
                raise ValidationError(self.env._("Programmes and ruling belong to the same city."))

    @api.depends("ruling_id.choice")
    @api.depends_context("lang")
    def _compute_ruling_text(self):
        """The answers of the ruling in words."""
        _ = self.env._
        words = {
            "carried_over": _("valid certificates are converted"),
            "apply_anew": _("holders apply anew"),
            "lapse": _("certificates end with their term"),
            NEW_TERM: _("with a new term"),
            "conversion_paid": _("conversions are rewarded"),
            "conversion_not_paid": _("conversions are not rewarded"),
        }
        for conversion in self:
            answers = conversion.ruling_id._answers() if conversion.ruling_id else ()
            conversion.ruling_text = _(", ").join(words.get(one, one) for one in answers) or False

    def _compute_counts(self):
        rows = self.env["brand.conversion.line"]._read_group(
            [("conversion_id", "in", self.ids)], ["conversion_id", "treatment"], ["__count"]
        )
        found = {(conversion.id, treatment): count for conversion, treatment, count in rows}
        for conversion in self:
            counts = {key: found.get((conversion.id, key), 0) for key, _label in TREATMENTS}
            conversion.line_count = sum(counts.values())
            conversion.convert_count = counts["convert"]

    @api.depends("state", "ruling_id", "validity", "program_id", "line_ids.problem")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for conversion in self:
            texts = conversion._blocking_texts() if conversion.state == "draft" else ()
            conversion.blockers = "\n".join(f"• {text}" for text in texts) or False

    def _blocking_texts(self):
        """What keeps the conversion from being decided, all at once."""
        self.ensure_one()
        _ = self.env._
        texts = self._ruling_texts()
        if self.program_id and self.program_id.state != "open":
            texts.append(_("%s is not open.", self.program_id.display_name))
        if not self.line_ids:
            texts.append(_("No certificate is on the list."))
        texts += [
            _("%(number)s: %(problem)s", number=line.number, problem=line.problem)
            for line in self.line_ids.filtered("problem")
        ]
        return texts

    def _ruling_texts(self):
        """What the ruling lacks, or does not allow."""
        _ = self.env._
        ruling = self.ruling_id
        if not ruling.is_ruled:
            return [
                _("Choose the ruling on which the conversion rests; without one nothing moves.")
            ]
        today = self.env["brand.workday"]._today()
        if ruling.date_from > today:
            return [_("The ruling %s is not in force yet.", ruling.document_no)]
        answers = ruling._answers()
        allowed = set().union(*(_ALLOWED.get(answer, set()) for answer in answers))
        if not allowed:
            return [_("The ruling does not say what becomes of the earlier certificates.")]
        texts = []
        names = dict(self.line_ids._fields["treatment"]._description_selection(self.env))
        texts += [
            _("The ruling does not allow “%s”.", names[treatment])
            for treatment in sorted(set(self.line_ids.mapped("treatment")) - allowed)
        ]
        if self.validity == "new" and NEW_TERM not in answers:
            texts.append(_("The ruling does not lengthen validity: choose “as before”."))
        return texts

    # -- preparing -----------------------------------------------------------------------------

    def _open_certificates(self):
        """Running certificates of the earlier scheme, of all its versions."""
        self.ensure_one()
        return self.env["brand.certificate"].search(
            [
                ("program_id.code", "=", self.from_program_id.code),
                ("company_id", "=", self.company_id.id),
                ("status", "in", RUNNING_STATES),
            ],
            order="number",
        )

    def action_load(self):
        """Put every running certificate of the earlier scheme on the list, treated by the rules.

        Lines that are there already stay as they are. What cannot be converted is proposed to be
        evaluated anew or left, with the reason.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("The list is closed: the conversion has been decided."))
        new = self._open_certificates() - self.line_ids.certificate_id
        self.env["brand.conversion.line"].create([self._prepare_line_vals(c) for c in new])
        return True

    def _prepare_line_vals(self, certificate):
        rule = self.rule_ids._rule_for(certificate)
        vals = {
            "conversion_id": self.id,
            "certificate_id": certificate.id,
            "treatment": rule.treatment or "convert",
            "to_level_id": (rule.to_level_id or self.program_id.level_ids[:1]).id,
            "reason": rule.reason,
        }
        obstacle = self._obstacle(certificate)
        if obstacle and vals["treatment"] == "convert":
            vals |= {"treatment": "re_evaluate", "to_level_id": False, "reason": obstacle}
        if vals["treatment"] != "convert":
            vals["to_level_id"] = False
        return vals

    def _obstacle(self, certificate):
        """Why a certificate cannot be converted, in a sentence; empty if it can."""
        _ = self.env._
        if certificate.status != "valid":
            status = dict(certificate._selection_status())[certificate.status]
            return _("The certificate is “%s”; only a valid one is converted.", status)
        # sudo: the kind of a product that stands on a certificate the user may read
        if certificate.sudo().product_id.kind not in self.program_id._kinds():
            return _("The new programme does not certify this kind.")
        return ""

    # -- transitions ---------------------------------------------------------------------------

    def _check_step(self, step, document_no=None):
        result = super()._check_step(step, document_no)
        for conversion in self:
            if step == "action_decide":
                conversion._check_may_be_decided(document_no)
        return result

    def _check_may_be_decided(self, document_no):
        texts = self._blocking_texts()
        if texts:
            raise UserError("\n".join(f"• {text}" for text in texts))
        if not document_no:
            raise UserError(self.env._("Enter the document number of the decision."))
        acting = self.env.user | self.env["brand.standin"]._acting_for(
            self._step_groups("action_decide")
        )
        # sudo: who prepared the list is asked whoever may read the lines
        lines = self.sudo().line_ids
        prepared = self.sudo().create_uid | lines.create_uid | lines.write_uid
        if acting & prepared and not self.env.su:
            raise AccessError(
                self.env._("Who prepared the conversion does not decide it: %s", acting[:1].name)
            )

    @transition
    def action_decide(self, document_no=None):
        """Decide what becomes of each certificate; from now on the list stands still."""
        # sudo: number and date of the decision are kept by this step
        self.sudo().write(
            {"document_no": document_no, "date_decided": self.env["brand.workday"]._today()}
        )

    @transition
    def action_reopen(self, reason=None):
        """Give the list back for correction; its decision is void."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason."))
        # sudo: number and date are written by the steps only
        self.sudo().write({"document_no": False, "date_decided": False})

    @transition
    def action_carry_out(self):
        """Issue the new certificates, end the old ones, and tell every holder.

        Refused as a whole if a certificate has lapsed or was suspended since the decision: its line
        has to be decided anew.
        """
        for conversion in self:
            lines = conversion.line_ids.filtered(lambda line: line.treatment == "convert")
            stale = lines.filtered(lambda line: line.certificate_id.status != "valid")
            if stale:
                raise UserError(
                    self.env._(
                        "No longer valid since the decision; reopen it and decide anew: %s",
                        ", ".join(stale.mapped("number")),
                    )
                )
            # sudo: certificates are issued and ended by this step only, as was decided
            lines.sudo()._convert()
            conversion._tell_the_others()
        self.sudo().write({"date_done": self.env["brand.workday"]._today()})

    def _tell_the_others(self):
        """Holders whose certificates are not converted hear what they have to do."""
        texts = {
            "re_evaluate": self.env._(
                "It is not converted into %(program)s. Apply there anew; until %(day)s your"
                " certificate goes on."
            ),
            "leave": self.env._(
                "It is not converted into %(program)s; it goes on until %(day)s and ends then."
            ),
        }
        for treatment, text in texts.items():
            lines = self.line_ids.filtered(lambda line, t=treatment: line.treatment == t)
            for reason, group in lines.grouped("reason").items():
                group.certificate_id._tell_holders(
                    {
                        certificate.id: text
                        % {"program": self.program_id.name, "day": certificate.date_end}
                        for certificate in group.certificate_id
                    },
                    reason,
                )

    def action_view_lines(self):
        """The certificates of the list, on a page of their own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Certificates to Convert"),
            "res_model": "brand.conversion.line",
            "view_mode": "list",
            "domain": [("conversion_id", "=", self.id)],
            "context": {"default_conversion_id": self.id, "create": False},
        }
