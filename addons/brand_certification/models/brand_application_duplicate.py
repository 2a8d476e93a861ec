"""What may be applied for twice: found, shown to an officer, held until disposed of."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..scheme import duplicates
from .transition_mixin import transition

# Files against which a new one is compared: those an office works on, and running certificates
_COMPARED_STATES = (
    "submitted",
    "returned",
    "accepted",
    "evaluating",
    "evaluated",
    "notice",
    "decided",
)


class BrandApplicationDuplicate(models.Model):
    """A suspicion that two applications are for the same thing. The later one is held until an
    officer has disposed of it."""

    _name = "brand.application.duplicate"
    _description = "Suspected Duplicate"
    _inherit = ["brand.transition.mixin"]
    _order = "application_id, id"

    _initial_state = "suspected"
    _transitions = {
        "action_clear": (("suspected",), "cleared", "brand_certification.group_officer"),
        "action_confirm": (("suspected",), "confirmed", "brand_certification.group_officer"),
    }
    _duties = {"action_clear": "accept", "action_confirm": "accept"}
    _system_fields = frozenset({"application_id", "other_id", "ground_codes", "reason"})

    application_id = fields.Many2one(
        "brand.application",
        "Application Held",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    other_id = fields.Many2one(
        "brand.application",
        "Earlier Application",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="application_id.company_id", store=True)
    district_id = fields.Many2one(related="application_id.district_id", store=True)
    ground_codes = fields.Char(readonly=True)
    grounds = fields.Char("What Coincides", compute="_compute_grounds")
    other_partner_id = fields.Many2one(
        related="other_id.partner_id", string="Enterprise of the Earlier One"
    )
    other_state = fields.Selection(related="other_id.state", string="State of the Earlier One")
    other_district_id = fields.Many2one(
        related="other_id.district_id", string="District of the Earlier One"
    )
    state = fields.Selection(
        [
            ("suspected", "Suspected"),
            ("cleared", "Not a duplicate"),
            ("confirmed", "Duplicate"),
        ],
        required=True,
        readonly=True,
        copy=False,
    )
    reason = fields.Char(readonly=True)

    _pair_unique = models.UniqueIndex(
        "(application_id, other_id)", "This suspicion has been noted already."
    )

    @api.depends("application_id.name", "other_id.name")
    def _compute_display_name(self):
        for pair in self.sudo():
            pair.display_name = f"{pair.application_id.name} / {pair.other_id.name}"

    @api.depends("ground_codes")
    @api.depends_context("lang")
    def _compute_grounds(self):
        texts = self._ground_texts()
        for pair in self:
            codes = (pair.ground_codes or "").split()
            pair.grounds = format_list(self.env, [texts[code] for code in codes])

    @api.model
    def _ground_texts(self):
        _ = self.env._
        return {
            "same_enterprise": _("the same enterprise"),
            "same_family": _("predecessor, successor or group"),
            "same_product": _("product of the same name"),
            "same_trademark": _("the same trademark"),
            "same_standard": _("the same standard"),
            "other_program": _("in another programme"),
            "other_district": _("in another district"),
            "other_body": _("at another certification body"),
        }

    def _transition_file(self):
        return self.application_id

    @transition
    def action_clear(self, reason=None):
        """Not a duplicate; the reason is kept, and the application goes on."""
        self._require_reason(reason)
        # sudo: the disposal is written by this step only
        self.sudo().write({"reason": reason})

    @transition
    def action_confirm(self, reason=None):
        """A duplicate: the later application is not accepted, with the reason it is told."""
        self._require_reason(reason)
        # sudo: as above
        self.sudo().write({"reason": reason})
        waiting = self.application_id.filtered(lambda a: a.state in ("submitted", "returned"))
        if self.application_id - waiting:
            raise UserError(
                self.env._(
                    "Too late to refuse acceptance: %s",
                    (self.application_id - waiting)._names_with_state(),
                )
            )
        waiting.action_reject(reason=reason)

    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason: it is kept with the file."))

    def _is_open(self):
        """Nobody has disposed of it, and the earlier application stands."""
        return self.state == "suspected" and self.sudo().other_id.state not in (
            "rejected",
            "withdrawn",
        )

    def _hold_text(self):
        """One line for the box of what holds the file."""
        # sudo: the reference of the earlier file, which may be of another district
        return self.env._(
            "It may be a duplicate of %(other)s: %(grounds)s.",
            other=self.sudo().other_id.name,
            grounds=self.grounds,
        )

    def action_view_other(self):
        """Open the earlier application."""
        self.ensure_one()
        return self.other_id.get_formview_action()


class BrandApplication(models.Model):
    _inherit = "brand.application"

    duplicate_ids = fields.One2many(
        "brand.application.duplicate", "application_id", "Suspected Duplicates", readonly=True
    )
    open_duplicate_count = fields.Integer(
        "Duplicates to Dispose of",
        compute="_compute_open_duplicate_count",
        search="_search_open_duplicate_count",
    )

    @api.depends("duplicate_ids.state", "duplicate_ids.other_id.state")
    def _compute_open_duplicate_count(self):
        counts = dict(
            self.env["brand.application.duplicate"]._read_group(
                Domain("application_id", "in", self.ids) & self._open_duplicate_domain(),
                ["application_id"],
                ["__count"],
            )
        )
        for application in self:
            application.open_duplicate_count = counts.get(application._origin, 0)

    @api.model
    def _search_open_duplicate_count(self, operator, value):
        if operator not in (">", "=") or value not in (0, False):
            return NotImplemented
        held = Domain("duplicate_ids", "any", self._open_duplicate_domain())
        return held if operator == ">" else ~held

    @api.model
    def _open_duplicate_domain(self):
        """Suspicions nobody has disposed of, unless the earlier application has fallen away."""
        return Domain("state", "=", "suspected") & Domain(
            "other_id.state", "not in", ("rejected", "withdrawn")
        )

    def action_find_duplicates(self):
        """Look for duplicates again, such as of files handed in at the same moment."""
        self.check_access("read")
        self._find_duplicates()
        return True

    def _find_duplicates(self):
        """Note every suspicion that is not noted yet, for the whole batch."""
        # sudo: suspicions are noted by the system
        self.env["brand.application.duplicate"].sudo().create(self._new_duplicates())

    def _new_duplicates(self):
        """Values of the suspicions against these files; the file handed in later is held.

        Queries do not grow with the number of files.
        """
        # sudo: files of all districts and enterprises count; the office sees what was found
        files = self.sudo()
        everything = files | files._duplicate_candidates()
        families = everything.partner_id._families()
        items = [file._duplicate_item(families) for file in everything]
        known = {
            frozenset((pair.application_id.id, pair.other_id.id))
            for pair in self.env["brand.application.duplicate"]
            .sudo()
            .search_fetch(
                ["|", ("application_id", "in", files.ids), ("other_id", "in", files.ids)],
                ["application_id", "other_id"],
            )
        }
        vals_list = []
        for found in duplicates.find((i for i in items if i.key in set(files.ids)), items):
            pair = frozenset((found.item, found.other))
            if pair not in known:
                known.add(pair)
                vals_list.append(files._prepare_duplicate_vals(found))
        return vals_list

    def _prepare_duplicate_vals(self, found):
        item, other = self.browse((found.item, found.other))
        is_later = (item.submitted_on, item.id) > (other.submitted_on, other.id)
        if not is_later and other.state in ("submitted", "returned"):
            item, other = other, item
        return {
            "application_id": item.id,
            "other_id": other.id,
            "ground_codes": " ".join(found.grounds),
        }

    def _duplicate_candidates(self):
        """Files an office works on, or with a running certificate, that share a word with these."""
        products, today = self.product_id, self.env["brand.workday"]._today()
        family = self.partner_id._family()
        shares = (
            Domain("partner_id", "in", family.ids)
            | Domain("product_id.match_name", "in", products.mapped("match_name"))
            | Domain("product_id.match_mark_no", "in", self._words(products, "match_mark_no"))
            | Domain("product_id.match_mark", "in", self._words(products, "match_mark"))
        )
        runs = Domain("state", "in", _COMPARED_STATES) | Domain(
            "certificate_id", "any", [("state", "in", ("valid", "suspended"))]
        ) & Domain("certificate_id.date_end", ">=", today)
        inside = Domain("company_id", "in", self.company_id.ids) & Domain("id", "not in", self.ids)
        return self.search(inside & runs & shares)

    @api.model
    def _words(self, products, name):
        return [word for word in set(products.mapped(name)) if word]

    def _duplicate_item(self, families):
        product = self.product_id
        return duplicates.Item(
            key=self.id,
            enterprise=self.partner_id.id,
            family=families[self.partner_id.id],
            name=product.match_name or "",
            model=duplicates.normalise(product.model_spec),
            trademark=product.match_mark or "",
            trademark_no=product.match_mark_no or "",
            standards=frozenset(self.standard_ids.ids),
            program=self.program_id.id,
            district=self.district_id.id,
            body=self.body_id.id,
        )


class BrandProduct(models.Model):
    _inherit = "brand.product"

    match_name = fields.Char(compute="_compute_match", store=True, index="btree_not_null")
    match_mark = fields.Char(compute="_compute_match", store=True, index="btree_not_null")
    match_mark_no = fields.Char(compute="_compute_match", store=True, index="btree_not_null")

    @api.depends("name", "trademark", "trademark_no")
    def _compute_match(self):
        """Names and marks as they are compared."""
        for product in self:
            product.match_name = duplicates.normalise(product.name)
            product.match_mark = duplicates.normalise(product.trademark)
            product.match_mark_no = duplicates.normalise(product.trademark_no)
