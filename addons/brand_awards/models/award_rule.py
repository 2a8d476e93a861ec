from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..decision import facts, rules

_NOT_RULED = ("not_ruled", "Not ruled")


class AwardRule(models.Model):
    """One clause of a policy: for what, to whom, how much, from which fund.

    What the clause itself does not say stays "not ruled"; then the city's ruling on the open
    question answers, and without one nothing that depends on it is paid.
    """

    _name = "award.rule"
    _description = "Clause"
    _inherit = ["brand.part.mixin"]
    _part_of = "policy_id"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one("award.policy", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Reward", required=True, translate=True)
    code = fields.Char(required=True, help="Stable key over all versions of the policy.")
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="policy_id.state")
    version = fields.Integer(related="policy_id.version")
    clause = fields.Char(help="Number of the clause, such as (九).")
    quote = fields.Text("Words of the Clause", help="Literally, as they will be read out.")
    date_from = fields.Date("From", help="Where narrower than the policy.")
    date_to = fields.Date("Until", help="Where narrower than the policy.")

    # -- trigger
    trigger_kind = fields.Selection(
        [
            (facts.CERTIFICATE, "Certificate"),
            (facts.HONOUR, "Honour"),
            (facts.STANDARD, "Standard drafted"),
            (facts.PLATFORM, "Platform approved"),
        ],
        "Event That Is Rewarded",
        required=True,
        default=facts.CERTIFICATE,
    )
    program_ids = fields.Many2many("brand.program", string="Programmes", help="Empty: any.")
    level_ids = fields.Many2many("brand.program.level", string="Levels", help="Empty: any.")
    honour_ids = fields.Many2many("award.honour", string="Honours", help="Empty: any.")
    ranks = fields.Char("Drafter's Ranks", help="Such as 1,2,3 for 排名前三. Empty: any.")
    for_enterprise = fields.Boolean("Enterprises", default=True)
    for_unit = fields.Boolean("Other Units")
    for_person = fields.Boolean("Persons")

    # -- amount
    kind = fields.Selection(
        [
            (rules.FIXED, "Fixed amount"),
            (rules.CEILING, "Ceiling (不高于)"),
            (rules.DISCRETIONARY, "At discretion, no amount"),
        ],
        "Amount Is",
        required=True,
        default=rules.FIXED,
    )
    amount = fields.Monetary(help="Promised amount, or the ceiling, in yuan.")
    per = fields.Selection(
        [(rules.PER_ITEM, "Item (每件)"), (rules.PER_RECIPIENT, "Recipient")],
        "One Reward per",
        required=True,
        default=rules.PER_RECIPIENT,
    )
    item_unit = fields.Selection(
        [
            _NOT_RULED,
            ("product", "Product"),
            ("certificate", "Certificate"),
            ("unit", "Certification unit"),
            ("series", "Model series"),
        ],
        "An Item Is One (A5)",
        required=True,
        default="not_ruled",
    )
    benefit = fields.Char(
        default="reward", required=True, help="Clauses of different benefits add up."
    )
    newly_only = fields.Boolean("Newly Obtained Only", default=True)
    first_time = fields.Boolean("First Time Only (首次)")
    first_scope = fields.Selection(
        [
            _NOT_RULED,
            ("person", "This recipient"),
            ("legal_person", "Legal person with predecessors"),
            ("group", "Group of companies"),
            ("item", "Item"),
        ],
        "First for (A10)",
        required=True,
        default="not_ruled",
    )
    first_span = fields.Selection(
        [_NOT_RULED, ("ever", "Ever"), ("since_policy", "Since the policy began")],
        "First since (A10)",
        required=True,
        default="not_ruled",
    )
    highest_group = fields.Char("Highest-only Group")
    ladder_key = fields.Char("Ladder")
    upgrade = fields.Selection(
        [
            _NOT_RULED,
            ("full", "Full amount"),
            ("difference", "Difference to what was paid"),
            ("none", "Nothing if anything was paid"),
        ],
        "An Upgrade Pays (A8)",
        required=True,
        default="not_ruled",
    )
    payers = fields.Selection(
        [_NOT_RULED, ("city", "City alone"), ("table", "City and district by table")],
        "Paid by (A7)",
        required=True,
        default="not_ruled",
    )
    city_payer = fields.Char("City's Fund in Words", default="市级专项经费", required=True)

    # -- procedure
    department = fields.Char()
    fund_code = fields.Char(help="Of the year's fund that pays, such as PPJL.")
    require_notice = fields.Boolean(
        "Public Notice of the List", help="Reviewed claims are noticed before their approval."
    )
    conflict_question = fields.Char("Open Question on Contradictions", default="A1", required=True)

    _code_unique = models.Constraint("UNIQUE (policy_id, code)", "This clause key exists.")
    _amount_fits_kind = models.Constraint(
        "CHECK ((kind = 'discretionary') = (COALESCE(amount, 0) = 0))",
        "A fixed amount or a ceiling is above 0; a discretionary rule has none.",
    )

    @api.constrains("ranks")
    def _check_ranks(self):
        for rule in self.filtered("ranks"):
            if not all(part.strip().isdecimal() for part in rule.ranks.split(",")):
                raise ValidationError(self.env._("Ranks are numbers with commas: 1,2,3"))

    @api.depends("clause", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = " ".join(filter(None, (rule.clause, rule.name)))

    def _activation_problems(self):
        self.ensure_one()
        _ = self.env._
        texts = []
        for field in ("clause", "quote", "fund_code"):
            if not self[field]:
                label = self._fields[field]._description_string(self.env)
                texts.append(_("%(rule)s: %(field)s is missing.", rule=self.name, field=label))
        if not (self.for_enterprise or self.for_unit or self.for_person):
            texts.append(_("%s: nobody can receive it.", self.name))
        return texts

    def _key(self):
        """Key of the clause over all its versions, for what pays once only."""
        self.ensure_one()
        return f"{self.company_id.id}/{self.policy_id.code}/{self.code}"

    def _to_rule(self):
        """This clause as the pure decision sees it."""
        self.ensure_one()
        kinds = {
            facts.ENTERPRISE: self.for_enterprise,
            facts.UNIT: self.for_unit,
            facts.PERSON: self.for_person,
        }
        return rules.Rule(
            key=self.code,
            clause=self.clause or "",
            quote=self.quote or "",
            trigger=self._to_trigger(),
            kind=self.kind,
            amount=None if self.kind == rules.DISCRETIONARY else Decimal(f"{self.amount:.2f}"),
            version=self.version,
            recipient_kinds=tuple(kind for kind, is_meant in kinds.items() if is_meant),
            benefit=self.benefit,
            conflict_question=self.conflict_question,
            valid_from=self.date_from or None,
            valid_to=self.date_to or None,
            newly_only=self.newly_only,
            first_time=self.first_time,
            per=self.per,
            item_unit=self.item_unit,
            first_scope=self.first_scope,
            first_span=self.first_span,
            highest_group=self.highest_group or "",
            ladder_key=self.ladder_key or "",
            upgrade=self.upgrade,
            payers=self.payers,
            city_payer=self.city_payer,
        )

    def _to_trigger(self):
        is_certificate = self.trigger_kind == facts.CERTIFICATE
        named = self.program_ids if is_certificate else self.honour_ids
        ranks = [int(part) for part in (self.ranks or "").split(",") if part.strip()]
        return rules.Trigger(
            kind=self.trigger_kind,
            # codes, not ids: a new version of a programme or honour is the same thing
            honour_keys=tuple(dict.fromkeys(named.mapped("code"))),
            levels=tuple(dict.fromkeys(level._award_key() for level in self.level_ids)),
            ranks=tuple(ranks),
        )
