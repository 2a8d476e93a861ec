"""The enterprise fills in its application in the portal: drafts, and answers saved one by one."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..scheme import uscc
from .brand_application import EDITABLE_STATES

# Longest answers; the form tells the same limits to the browser
MAX_CHARS = 200
MAX_TEXT = 5000

OWN_FIELDS = (
    "level_id",
    "standard_ids",
    "advantage",
    "market_position",
    "intellectual_property",
    "quality_system",
    "declaration_accepted",
    "declared_by",
    "contact_name",
    "contact_phone",
)
# The reason comes first: a code with a failing check digit is taken only with it
ENTERPRISE_FIELDS = ("uscc_reason", "uscc", "brand_district_id", "industry_code")
PRODUCT_FIELDS = {
    "product_name": "name",
    "product_model": "model_spec",
    "product_kind": "kind",
    "product_trademark": "trademark",
    "product_trademark_no": "trademark_no",
}


class BrandApplication(models.Model):
    _inherit = "brand.application"

    # -- opening -------------------------------------------------------------------------------

    @api.model
    def _portal_start(self, program):
        """The draft of the current user's enterprise in ``program``, made if there is none."""
        today = self.env["brand.workday"]._today()
        if not program._is_window_open(today):
            raise UserError(
                self.env._("%s does not take applications today.", program.display_name)
            )
        user = self.env.user
        enterprise = user.partner_id.commercial_partner_id
        draft = self.search(
            [
                ("program_id", "=", program.id),
                ("partner_id", "=", enterprise.id),
                ("state", "=", "draft"),
            ],
            limit=1,
        )
        return draft or self.create(
            {
                "program_id": program.id,
                "partner_id": enterprise.id,
                "contact_name": user.name,
                "contact_phone": user.partner_id.phone,
            }
        )

    # -- answers -------------------------------------------------------------------------------

    def _portal_answers(self):
        """What the form shows: answers of the file, its enterprise and its product."""
        self.ensure_one()
        # sudo: own enterprise and product of a file that this user may read
        partner, product = self.partner_id.sudo(), self.product_id.sudo()
        answers = {name: self[name] for name in OWN_FIELDS}
        answers |= {name: partner[name] for name in ENTERPRISE_FIELDS}
        answers |= {name: product[target] for name, target in PRODUCT_FIELDS.items()}
        answers["product_id"] = self.product_id
        kinds = self.program_id._kinds()
        if not product and len(kinds) == 1:
            answers["product_kind"] = kinds[0]
        return {
            name: value.ids
            if name == "standard_ids"
            else value.id
            if hasattr(value, "id")
            else value
            for name, value in answers.items()
        }

    def _portal_save(self, name, value):
        """Save one answer as the portal user gave it (text, or a list of texts).

        :raises UserError: with a sentence for the field; ``AccessError`` for another's file or a
            name that is not on the form
        """
        self.ensure_one()
        self.check_access("write")
        self._check_portal_editable()
        if name in OWN_FIELDS:
            self.write({name: self._portal_value(self._fields[name], value)})
        elif name in ENTERPRISE_FIELDS:
            self._portal_save_enterprise(name, value)
        elif name == "product_id":
            self._portal_choose_product(value)
        elif name in PRODUCT_FIELDS:
            self._portal_save_product(PRODUCT_FIELDS[name], value)
        else:
            raise AccessError(self.env._("“%s” is not a field of this form.", name))

    def _portal_is_editable(self):
        return self.state in EDITABLE_STATES

    def _check_portal_editable(self):
        if not self._portal_is_editable():
            raise UserError(
                self.env._(
                    "%(application)s is “%(state)s”: nothing can be changed in it now.",
                    application=self.name,
                    state=self._portal_state_text(),
                )
            )

    def _portal_reach(self, number):
        """Remember the furthest step that was saved."""
        if number > self.step_no and self._portal_is_editable():
            self.step_no = number

    @api.model
    def _portal_value(self, field, value):
        """A posted text as the value of ``field``; what does not fit is told in words."""
        if field.type == "boolean":
            return value in (True, "1", "on", "true")
        if field.type in ("many2one", "many2many"):
            return self._portal_relation(field, value)
        text = str(value or "").replace("\r\n", "\n").strip()
        limit = MAX_TEXT if field.type == "text" else MAX_CHARS
        if len(text) > limit:
            raise ValidationError(
                self.env._(
                    "At most %(limit)s characters, this has %(length)s.",
                    limit=limit,
                    length=len(text),
                )
            )
        return text or False

    @api.model
    def _portal_relation(self, field, value):
        values = value if isinstance(value, list) else [value]
        ids = [int(text) for text in values if str(text or "").isdecimal() and len(str(text)) < 10]
        # The search leaves out what this user may not see
        found = self.env[field.comodel_name].search([("id", "in", ids)])
        if len(found) < len(set(ids)):
            raise ValidationError(self.env._("Choose from the list."))
        return [Command.set(found.ids)] if field.type == "many2many" else found[:1].id

    # -- enterprise ----------------------------------------------------------------------------

    def _portal_save_enterprise(self, name, value):
        """Correct what the city knows of the applicant: code, district, industry; no more."""
        enterprise = self.partner_id.commercial_partner_id
        if enterprise != self.env.user.partner_id.commercial_partner_id:
            raise AccessError(self.env._("Only the enterprise itself changes its data."))
        value = self._portal_value(enterprise._fields[name], value)
        # sudo: portal users do not write partners; these four fields of their own enterprise only,
        # while its file is open. The model's checks of the code apply.
        enterprise_sudo = enterprise.sudo()
        before = enterprise_sudo[name]
        if value == (before.id if name == "brand_district_id" else before):
            return
        if name == "uscc":
            self._check_portal_uscc(enterprise_sudo, value)
        enterprise_sudo.write({name: value, "is_brand_enterprise": True})
        if name == "brand_district_id":
            # A draft follows its enterprise's district; from submission on it stays
            self.env.add_to_compute(self._fields["district_id"], self.sudo())

    def _check_portal_uscc(self, enterprise_sudo, value):
        """The code identifies the enterprise: unique, and fixed once it was used in a file."""
        code = uscc.normalise(value) if value else False
        if code == enterprise_sudo.uscc:
            return
        used = self.sudo().search_count(
            [
                ("partner_id", "=", enterprise_sudo.id),
                ("state", "not in", (*EDITABLE_STATES, "withdrawn", "rejected")),
            ],
            limit=1,
        )
        if enterprise_sudo.uscc and used:
            raise UserError(
                self.env._("The code stands in files that were submitted. The office changes it.")
            )
        rival = enterprise_sudo.search_count(
            [
                ("uscc", "=", code),
                ("id", "!=", enterprise_sudo.id),
                ("parent_id", "=", False),
                ("company_id", "in", (enterprise_sudo.company_id.id, False)),
            ],
            limit=1,
        )
        if code and rival:
            raise ValidationError(
                self.env._("%s is registered for another enterprise. Call the office.", code)
            )

    # -- product -------------------------------------------------------------------------------

    def _portal_products(self):
        """Own products that may be chosen: of the programme's kinds."""
        return self.env["brand.product"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("kind", "in", self.program_id._kinds()),
            ]
        )

    def _portal_product_is_editable(self):
        """A product may be corrected here until an office has it in a file or on a certificate."""
        # sudo: the files of the own product, whoever opened them
        product = self.product_id.sudo()
        return not product.certificate_ids and all(
            application.state in EDITABLE_STATES for application in product.application_ids
        )

    def _portal_choose_product(self, value):
        if value in ("", "new", None, False):
            self.product_id = False
            return
        chosen = self._portal_products().filtered(lambda p: str(p.id) == str(value))
        if not chosen:
            raise ValidationError(self.env._("Choose from the list."))
        rival = self.search(
            [
                ("product_id", "=", chosen.id),
                ("program_id", "=", self.program_id.id),
                ("state", "not in", ("rejected", "withdrawn")),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if rival:
            raise ValidationError(
                self.env._(
                    "%(product)s is in application %(reference)s already.",
                    product=chosen.display_name,
                    reference=rival.name,
                )
            )
        self.product_id = chosen

    def _portal_save_product(self, name, value):
        product = self.product_id
        value = self._portal_value(self.env["brand.product"]._fields[name], value)
        if product and value == product[name]:
            return
        if product and not self._portal_product_is_editable():
            raise UserError(
                self.env._(
                    "%s stands in a file that was submitted. Enter a new product instead.",
                    product.display_name,
                )
            )
        kinds = self.program_id._kinds()
        if name == "kind" and value not in kinds:
            raise ValidationError(self.env._("Choose from the list."))
        if product and name == "name" and not value:
            raise ValidationError(self.env._("Enter the name of the product."))
        if product:
            product.write({name: value})
        elif name == "name" and value:
            self.product_id = product.create(
                {
                    "name": value,
                    "kind": kinds[0],
                    "partner_id": self.partner_id.id,
                    "company_id": self.company_id.id,
                }
            )
        elif value and name != "kind":
            raise UserError(self.env._("Enter the name of the product first."))
