"""The steps of a programme, in its own order, and what the flow of an application asks of them."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import steps as scheme_steps

# Which field of the programme holds the limit of a step, and which says whether it is required.
# One place for each fact: rows show and set these fields, and keep order and decider themselves.
DAYS_OF_STEP = {
    "recommend": "recommend_days",
    "examine": "accept_days",
    "joint_check": "joint_check_days",
    "certify": "evaluation_days",
    "notice": "notice_days",
    "government": "decide_days",
    "issue": "issue_days",
}
REQUIRED_OF_STEP = {
    "recommend": "require_recommendation",
    "joint_check": "require_joint_check",
    "notice": "require_notice",
    "government": "require_government",
}
# Who may take a step: the first is proposed. Certification is never the city's (ISO/IEC 17065, 7.6)
DECIDERS_OF_STEP = {
    "recommend": ("department",),
    "apply": ("enterprise",),
    "examine": ("office",),
    "joint_check": ("department",),
    "certify": ("body",),
    "notice": ("office",),
    "government": ("government", "committee"),
    "issue": ("office",),
}
# Compared by identity: only our own code can say that order is checked once, after all rows
_DEFERRED = object()


class BrandProgramStep(models.Model):
    """One step of a programme: whether it is taken, where it stands, who decides, how long it may take."""

    _name = "brand.program.step"
    _description = "Step of a Programme"
    _inherit = ["brand.part.mixin"]
    # names the step a row is of; a copied programme brings it along
    _guarded_otherwise = frozenset({"key"})
    _part_of = "program_id"
    _order = "program_id, sequence, id"
    _rec_name = "key"

    program_id = fields.Many2one("brand.program", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10, help="Steps are taken from the top to the bottom.")
    key = fields.Selection(
        [
            ("recommend", "Recommendation by a department"),
            ("apply", "Application by the enterprise"),
            ("examine", "Examination of the file"),
            ("joint_check", "Joint check by other departments"),
            ("certify", "Certification by a third party"),
            ("notice", "Public notice"),
            ("government", "Decision on the grade"),
            ("issue", "Certificate"),
        ],
        "Step",
        required=True,
        readonly=True,
        help="What happens in this step.",
    )
    required = fields.Boolean(
        "In the Programme",
        compute="_compute_from_program",
        inverse="_inverse_required",
        help="Whether the programme takes this step. Application, examination, certification and"
        " certificate belong to every programme.",
    )
    decider = fields.Selection(
        [
            ("department", "District or department"),
            ("enterprise", "Enterprise"),
            ("office", "Office of the city"),
            ("body", "Certification body"),
            ("committee", "Committee"),
            ("government", "Government"),
        ],
        "Who Decides",
        required=True,
        help="A grade is decided by the government or by a committee that it has named; a"
        " certification only by its body.",
    )
    days = fields.Integer(
        "Limit (working days)",
        compute="_compute_from_program",
        inverse="_inverse_days",
        help="Working days this step may take; files past it are marked, reminded and escalated."
        " 0: no limit. Applications have the application window.",
    )
    is_fixed = fields.Boolean(compute="_compute_is_fixed")
    note = fields.Char(translate=True, help="How the city does this step, for staff.")

    _once = models.Constraint("UNIQUE (program_id, key)", "Each step stands once in a programme.")

    @api.depends("key")
    def _compute_is_fixed(self):
        for step in self:
            step.is_fixed = step.key in scheme_steps.ALWAYS

    @api.depends(
        "key",
        *(f"program_id.{name}" for name in (*REQUIRED_OF_STEP.values(), *DAYS_OF_STEP.values())),
    )
    def _compute_from_program(self):
        for step in self:
            required, days = REQUIRED_OF_STEP.get(step.key), DAYS_OF_STEP.get(step.key)
            step.required = step.program_id[required] if required else True
            step.days = step.program_id[days] if days else 0

    def _inverse_required(self):
        for step in self:
            if step.key in REQUIRED_OF_STEP:
                step.program_id[REQUIRED_OF_STEP[step.key]] = step.required
            elif not step.required:
                raise ValidationError(
                    step.program_id._step_problem_text("dropped", {"step": step.key})
                )

    def _inverse_days(self):
        for step in self:
            if step.key in DAYS_OF_STEP:
                step.program_id[DAYS_OF_STEP[step.key]] = step.days
            elif step.days:
                raise ValidationError(
                    self.env._("Applications are limited by the application window, not by days.")
                )

    @api.constrains("key", "decider")
    def _check_decider(self):
        for step in self:
            if step.decider not in DECIDERS_OF_STEP[step.key]:
                raise ValidationError(
                    self.env._(
                        "“%(step)s” is decided by: %(deciders)s. %(why)s",
                        step=step._key_label(step.key),
                        deciders=" / ".join(
                            step._decider_label(key) for key in DECIDERS_OF_STEP[step.key]
                        ),
                        why=self.env._(
                            "A certification is the body's own decision, a grade the city's; neither"
                            " may take the other's."
                        )
                        if step.key in ("certify", "government")
                        else "",
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.setdefault("decider", DECIDERS_OF_STEP.get(vals.get("key"), ("office",))[0])
        steps = super().create(vals_list)
        steps._check_order()
        return steps

    def write(self, vals):
        result = super().write(vals)
        self._check_order()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never_alone(self):
        """Rows go with their programme; a step that is not taken is switched off, not deleted."""
        raise ValidationError(
            self.env._("Switch a step off instead of deleting it: other settings refer to it.")
        )

    def _check_order(self):
        # A form writes row by row: the programme checks the order once, when all rows are written
        if self.env.context.get("brand_steps_of_program") is not _DEFERRED:
            self.program_id._check_steps()

    def _key_label(self, key):
        return dict(self._fields["key"]._description_selection(self.env))[key]

    def _decider_label(self, key):
        return dict(self._fields["decider"]._description_selection(self.env))[key]


class BrandProgram(models.Model):
    _inherit = "brand.program"

    _write_windows = dict.fromkeys(
        ("step_ids", "require_recommendation", "require_joint_check"), ("draft",)
    )

    step_ids = fields.One2many(
        "brand.program.step",
        "program_id",
        "Steps",
        copy=True,
        help="Drag a step to its place. A step that is not taken may stand anywhere.",
    )
    require_recommendation = fields.Boolean(
        "Recommendation",
        help="A district or department recommends, before or after the enterprise applies.",
    )
    require_joint_check = fields.Boolean(
        "Joint Check", help="Other departments reply before a grade is decided."
    )
    recommendation_timing = fields.Selection(
        [
            ("none", "None"),
            ("before", "Before the application"),
            ("after", "After the application"),
        ],
        "When Files Are Recommended",
        compute="_compute_timings",
        inverse="_inverse_recommendation_timing",
        store=True,
        help="Follows from the place of the recommendation among the steps.",
    )
    notice_timing = fields.Selection(
        [("none", "None"), ("before", "Before the decision"), ("after", "After the decision")],
        "When the Public Notice Is",
        compute="_compute_timings",
        inverse="_inverse_notice_timing",
        store=True,
        help="Follows from the place of the public notice among the steps.",
    )

    @api.depends("step_ids.sequence", "step_ids.key", *REQUIRED_OF_STEP.values())
    def _compute_timings(self):
        for program in self:
            rows = program._scheme_steps()
            program.recommendation_timing = scheme_steps.timing(rows, "recommend", "apply")
            program.notice_timing = scheme_steps.timing(rows, "notice", "government")

    def _inverse_recommendation_timing(self):
        for program in self:
            program._place_step("recommend", program.recommendation_timing, "apply")

    def _inverse_notice_timing(self):
        for program in self:
            program._place_step("notice", program.notice_timing, "government")

    def _place_step(self, key, timing, anchor):
        """Take ``key`` or not, and stand it right before or after ``anchor``."""
        self[REQUIRED_OF_STEP[key]] = timing not in (False, "none")
        if timing not in ("before", "after"):
            return
        rows = self.step_ids.sorted(lambda s: (s.sequence, s.id))
        moved = rows.filtered(lambda s: s.key == key)
        others = list(rows - moved)
        place = [s.key for s in others].index(anchor) + (timing == "after")
        order = [*others[:place], moved, *others[place:]]
        for number, step in enumerate(order, 1):
            step.with_context(brand_steps_of_program=_DEFERRED).sequence = 10 * number
        self._check_steps()

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Every programme has a row for each step, in the usual order unless told otherwise."""
        names = ("recommendation_timing", "notice_timing")
        timings = [{n: vals[n] for n in names if vals.get(n)} for vals in vals_list]
        vals_list = [{n: v for n, v in vals.items() if n not in names} for vals in vals_list]
        deferred = self.with_context(brand_steps_of_program=_DEFERRED)
        programs = super(BrandProgram, deferred).create(vals_list)
        programs._add_missing_steps()
        programs = programs.with_env(self.env)
        for program, placed in zip(programs, timings, strict=True):
            program.update(placed)
        programs._check_steps()
        return programs

    def write(self, vals):
        deferred = self.with_context(brand_steps_of_program=_DEFERRED)
        result = super(BrandProgram, deferred).write(vals)
        is_part = self.env.context.get("brand_steps_of_program") is _DEFERRED
        if not is_part and {"step_ids", *REQUIRED_OF_STEP.values()} & set(vals):
            self._check_steps()
        return result

    def _add_missing_steps(self):
        """Give each programme the rows it was created without, at their usual places."""
        vals_list = []
        for program in self:
            given = {step.key: step for step in program.step_ids}
            keys = program.step_ids.sorted(lambda s: (s.sequence, s.id)).mapped("key")
            for number, key in enumerate(scheme_steps.completed(keys), 1):
                if key in given:
                    given[key].sequence = 10 * number
                else:
                    vals_list.append(
                        {"program_id": program.id, "key": key, "sequence": 10 * number}
                    )
        self.env["brand.program.step"].create(vals_list)

    # -- order ---------------------------------------------------------------------------------

    def _scheme_steps(self):
        """The rows as the pure functions read them; the usual order while there are no rows yet."""
        self.ensure_one()
        rows = self.step_ids.sorted(lambda s: (s.sequence, s._origin.id or 0))
        keys = rows.mapped("key") or scheme_steps.STEPS
        return tuple(
            scheme_steps.Step(
                key, bool(self[REQUIRED_OF_STEP[key]]) if key in REQUIRED_OF_STEP else True
            )
            for key in keys
            if key
        )

    def _check_steps(self):
        """Refuse an order that cannot be walked, with the reason for each misplaced step."""
        for program in self:
            found = scheme_steps.problems(program._scheme_steps())
            if found:
                raise ValidationError(
                    self.env._(
                        "The steps of %(program)s cannot be walked in this order:\n%(problems)s",
                        program=program.display_name,
                        problems="\n".join(
                            f"• {program._step_problem_text(p.code, p.params)}" for p in found
                        ),
                    )
                )

    def _step_problem_text(self, code, params):
        _ = self.env._
        label = self.env["brand.program.step"]._key_label
        step = label(params["step"])
        if code == "out_of_order":
            return self._order_text(params["step"], params["before"])
        if code == "twice":
            return _("“%s” stands twice.", step)
        return {
            "apply": _("“%s” cannot be left out: without it there is no file.", step),
            "examine": _(
                "“%s” cannot be left out: nobody evaluates a file that was not accepted.", step
            ),
            "certify": _(
                "“%s” cannot be left out: a grade rests on a certification by a third party.", step
            ),
            "issue": _("“%s” cannot be left out: the certificate is what the steps lead to.", step),
        }[params["step"]]

    def _order_text(self, later, earlier):
        """Why ``later`` must not stand before ``earlier``."""
        _ = self.env._
        label = self.env["brand.program.step"]._key_label
        names = {"later": label(later), "earlier": label(earlier)}
        why = {
            ("apply", "examine"): _("only a file that was handed in can be examined"),
            ("examine", "certify"): _("the body evaluates accepted files only"),
            ("recommend", "certify"): _("a department recommends who is to be certified"),
            ("apply", "joint_check"): _("departments are asked about applicants"),
            ("certify", "notice"): _("a notice announces results, and there are none yet"),
            ("certify", "government"): _("a grade rests on a certification"),
        }.get((earlier, later), _("the later step needs its result"))
        return _("“%(later)s” comes after “%(earlier)s”: %(why)s.", why=why, **names)

    # -- what the flow asks --------------------------------------------------------------------

    def _step(self, key):
        """The row of a step that this programme takes; empty for one that it does not take."""
        self.ensure_one()
        # sudo: which steps there are is told to every applicant
        return self.sudo().step_ids.filtered(lambda s: s.key == key and s.required)

    def _requires(self, key):
        """Whether the programme takes a step."""
        self.ensure_one()
        return bool(self.sudo()[REQUIRED_OF_STEP[key]]) if key in REQUIRED_OF_STEP else True

    def _comes_before(self, first, second):
        """Whether both steps are taken and ``first`` stands before ``second``."""
        keys = [row.key for row in self.sudo()._scheme_steps() if row.is_required]
        return first in keys and second in keys and keys.index(first) < keys.index(second)

    def _recommendation_timing(self):
        """``none``, or whether files are recommended ``before`` or ``after`` they are handed in."""
        self.ensure_one()
        return self.sudo().recommendation_timing

    def _notice_timing(self):
        """``none``, or whether results are announced ``before`` or ``after`` the decision on grades.

        Without such a decision an announced result counts as ``before``.
        """
        self.ensure_one()
        return self.sudo().notice_timing

    def _decider_of(self, key):
        """Who takes a step: ``government`` or ``committee`` for grades."""
        return self._step(key).decider
