"""The answers that an open question allows, in words; a ruling keeps their keys."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .brand_ruling import really_changed


class BrandRulingAnswer(models.Model):
    """One possible answer to an open question of a city: the key that rules read, and its words."""

    _name = "brand.ruling.answer"
    _description = "Possible Answer"
    _order = "code, sequence, id"

    code = fields.Char(
        "Question", required=True, index=True, help="Number of the open question, such as A16."
    )
    key = fields.Char("Key in Rules", required=True, help="What clauses and programmes refer to.")
    name = fields.Char("Answer in Words", required=True, translate=True, help="As staff read it.")
    aspect = fields.Char(
        help="One question may ask several things at once: of the answers to one of them, one holds."
        " Empty: it may be given beside any other.",
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )

    _key_unique = models.Constraint(
        "UNIQUE (company_id, code, key)", "This question has an answer with this key already."
    )

    @api.constrains("key")
    def _check_key(self):
        for answer in self:
            if "+" in answer.key or answer.key.strip() != answer.key:
                raise ValidationError(
                    self.env._("A key has neither blanks around it nor “+”: %s", answer.key)
                )

    def write(self, vals):
        """Words may be improved; what a ruling refers to stays what it was."""
        kept = {"code", "key", "company_id"} & set(vals)
        self.filtered(lambda answer: really_changed(answer, vals, kept))._check_not_ruled()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_ruled(self):
        self._check_not_ruled()

    def _check_not_ruled(self):
        if not self:
            return
        ruled = self.env["brand.ruling"].search(
            [("is_ruled", "=", True), ("code", "in", self.mapped("code"))]
        )
        used = self.filtered(
            lambda a: any(
                r.company_id == a.company_id and r.code == a.code and a.key in r._answers()
                for r in ruled
            )
        )
        if used:
            raise UserError(
                self.env._("A ruling has given this answer: %s", ", ".join(used.mapped("name")))
            )

    @api.model
    def _of(self, company, code):
        """The answers that a question of a city allows, in their order."""
        return self._by_question([(company, code)])[company.id, code]

    @api.model
    def _by_question(self, questions):
        """``{(company id, code): answers in their order}`` of these questions, in one query."""
        companies = [company.id for company, _code in questions]
        codes = [code for _company, code in questions]
        # sudo: questions and their answers are the same for whoever reads the city's rules
        found = self.sudo().search([("company_id", "in", companies), ("code", "in", codes)])
        rows = found.grouped(lambda answer: (answer.company_id.id, answer.code))
        return defaultdict(found.browse, rows)

    @api.model
    def _words(self, company, code, keys):
        """These keys in words, joined; a key that nobody has put into words stands as it is."""
        return self._of(company, code)._joined(keys)

    def _joined(self, keys):
        names = {answer.key: answer.name for answer in self}
        return self.env._(", ").join(names.get(key, key) for key in keys if key)


def _keys(text):
    """The keys of one ruling: several are joined with ``+``."""
    return tuple(part.strip() for part in (text or "").split("+") if part.strip())


class BrandRuling(models.Model):
    _inherit = "brand.ruling"

    possible_ids = fields.Many2many(
        "brand.ruling.answer", string="Possible Answers", compute="_compute_possible_ids"
    )
    answer_ids = fields.Many2many(
        "brand.ruling.answer",
        string="Answer Ruled",
        compute="_compute_answer_ids",
        inverse="_inverse_answer_ids",
        domain="[('id', 'in', possible_ids)]",
        help="What the city has ruled. None: not ruled, and what depends on it waits.",
    )
    choice_text = fields.Char("Answer Given", compute="_compute_texts")
    proposed_text = fields.Char("Proposed Answer", compute="_compute_texts")

    @api.depends("code", "company_id")
    def _compute_possible_ids(self):
        allowed = self.env["brand.ruling.answer"]._by_question(
            [(ruling.company_id, ruling.code) for ruling in self]
        )
        for ruling in self:
            ruling.possible_ids = allowed[ruling.company_id.id, ruling.code]

    @api.depends("choice", "code", "company_id")
    def _compute_answer_ids(self):
        for ruling in self:
            keys = ruling._answers()
            ruling.answer_ids = ruling.possible_ids.filtered(lambda a, k=keys: a.key in k)

    def _inverse_answer_ids(self):
        """The keys of the answers that were ticked; keys nobody has put into words stay."""
        for ruling in self:
            choice = ruling._choice_of(ruling.answer_ids)
            if choice != (ruling.choice or False):
                ruling.choice = choice

    @api.onchange("answer_ids")
    def _onchange_answer_ids(self):
        self.choice = self._choice_of(self.answer_ids)

    def _choice_of(self, answers):
        worded = set(self.possible_ids.mapped("key"))
        others = [key for key in self._answers() if key not in worded]
        return "+".join([*answers.sorted().mapped("key"), *others]) or False

    @api.depends("choice", "proposed", "code", "company_id")
    @api.depends_context("lang")
    def _compute_texts(self):
        for ruling in self:
            ruling.choice_text = ruling.possible_ids._joined(ruling._answers())
            ruling.proposed_text = ruling.possible_ids._joined(_keys(ruling.proposed))

    @api.constrains("choice", "code", "company_id")
    def _check_one_answer_an_aspect(self):
        """Answers to the same thing exclude each other."""
        for ruling in self:
            given = ruling.possible_ids.filtered(lambda a, r=ruling: a.key in r._answers())
            for aspect, answers in given.filtered("aspect").grouped("aspect").items():
                if aspect and len(answers) > 1:
                    raise ValidationError(
                        self.env._(
                            "%(question)s: these answers exclude each other: %(answers)s",
                            question=ruling.code,
                            answers=" / ".join(answers.mapped("name")),
                        )
                    )

    def _answers(self):
        """The keys of one ruling: several are joined with ``+``."""
        self.ensure_one()
        return _keys(self.choice)
