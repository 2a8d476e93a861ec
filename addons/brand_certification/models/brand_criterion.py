from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..scheme import criteria


class BrandCriterion(models.Model):
    """A node of a programme's criteria tree; leaves are scored."""

    _name = "brand.criterion"
    _description = "Criterion"
    _inherit = ["brand.part.mixin"]
    _part_of = "program_id"
    _parent_store = True
    _order = "program_id, sequence, id"

    name = fields.Char(required=True, translate=True, help="What is judged, in a few words.")
    code = fields.Char(help="Number of the criterion in the rules of evaluation.")
    description = fields.Text(translate=True, help="Full text an assessor scores by.")
    program_id = fields.Many2one("brand.program", required=True, ondelete="cascade", index=True)
    parent_id = fields.Many2one(
        "brand.criterion",
        ondelete="cascade",
        index=True,
        help="The criterion that this one is a part of. Only criteria without parts are scored.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("brand.criterion", "parent_id", "Sub-criteria")
    sequence = fields.Integer(default=10, help="Place among its siblings.")
    weight = fields.Float(
        digits=(6, 2), required=True, help="Per cent; the weights of siblings sum to 100."
    )
    maximum = fields.Float(
        digits=(6, 2), required=True, default=100.0, help="Most points an assessor may give."
    )
    pass_mark = fields.Float(
        digits=(6, 2), help="In points of this criterion; 0: no pass mark of its own."
    )
    is_veto = fields.Boolean("Veto", help="Below its pass mark the whole is refused.")

    _maximum_positive = models.Constraint("CHECK (maximum > 0)", "The maximum must be positive.")

    @api.constrains("parent_id", "program_id")
    def _check_same_program(self):
        for criterion in self.filtered("parent_id"):
            if criterion.parent_id.program_id != criterion.program_id:
                raise ValidationError(
                    self.env._("A sub-criterion belongs to its parent's programme.")
                )

    def _leaves(self):
        return self.filtered(lambda c: not c.child_ids)

    def _tree(self, parent=False):
        """The criteria below ``parent`` as the pure scoring functions read them."""
        children = self.filtered(lambda c: c.parent_id.id == (parent and parent.id))
        return tuple(
            criteria.Criterion(
                key=str(c.id),
                weight=self._exact(c.weight),
                maximum=self._exact(c.maximum),
                pass_mark=self._exact(c.pass_mark) if c.pass_mark else None,
                veto=c.is_veto,
                children=self._tree(c),
            )
            for c in children
        )

    @api.model
    def _exact(self, number):
        """The two decimals that the form shows, as the pure functions take them."""
        return Decimal(f"{number:.2f}")

    def _tree_problems(self):
        """Sentences about a tree that cannot be used: weights, marks off the scale."""
        names = {str(c.id): c.name for c in self}
        return [self._problem_text(p, names) for p in criteria.tree_problems(self._tree()) if self]

    def _problem_text(self, problem, names):
        params = problem.params
        name = names.get(params.get("criterion") or params.get("parent")) or self.env._("the whole")
        if problem.code == "weights":
            return self.env._(
                "weights under “%(parent)s” sum to %(sum)s, not to 100",
                parent=name,
                sum=params["total"].normalize(),
            )
        if problem.code == "pass_mark_out_of_range":
            return self.env._("the pass mark of “%s” is off its scale", name)
        return self.env._("“%(name)s” cannot be used (%(code)s)", name=name, code=problem.code)
