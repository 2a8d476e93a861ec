"""The only writer of ``state``: one table of transitions per model, one gate, one log."""

import functools
import inspect

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from .model_words import model_label
from .turns import take_turn

# Compared by identity: no client's JSON context can ever hold this object.
_GATE = object()
_GATE_KEY = "brand_state_gate"
# What a model declares about its life, each joined over the classes that make the model
_TABLES = {
    "_transitions": {},
    "_duties": {},
    "_write_windows": {},
    "_system_fields": frozenset(),
    "_approval_steps": (),
}


def _joined(table, more):
    if isinstance(table, tuple):
        return tuple(dict.fromkeys((*table, *more)))
    return table | more


def transition(method):
    """Make ``method`` the guarded body of the transition of the same name.

    Decorate the first definition only; an ``_inherit`` class extends it with ``super()``.
    The body may take ``reason`` and ``document_no``: both go into the log.
    """
    signature = inspect.signature(method)
    step = method.__name__

    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        given = signature.bind(self, *args, **kwargs).arguments
        moving = self._begin_transition(step, given.get("reason"), given.get("document_no"))
        result = method(moving, *args, **kwargs) if moving else None
        moving._end_transition(step, given.get("reason"), given.get("document_no"))
        # XML-RPC cannot carry None: a step without an answer of its own says that it was taken
        return True if result is None else result

    guarded._transition = step
    return guarded


class BrandTransitionMixin(models.AbstractModel):
    """Guarded life cycle of a record.

    A model that inherits this declares:

    * ``state``: a selection, without default, readonly;
    * ``_initial_state``;
    * ``_transitions``: ``{method: (from states, to state, group or groups)}``. A step whose group
      is ``None`` is taken by our own code in superuser mode only;
    * ``_duties``: ``{method: duty}``. One person has one duty over one file;
    * ``_write_windows``: ``{field: states}`` in which users may write the field;
    * ``_system_fields``: fields that only our own code writes;
    * ``_approval_steps``: steps that configured approval levels may slow down.

    An ``_inherit`` class declares its own rows only: the tables of all classes of a model are
    joined, a later class's row replacing an earlier one's.
    """

    _name = "brand.transition.mixin"
    _description = "Guarded state transitions"
    _inherit = ["brand.input.mixin"]
    _guarded_otherwise = frozenset({"state"})

    _initial_state = "draft"
    _transitions = {}
    _duties = {}
    _write_windows = {}
    _system_fields = frozenset()
    _approval_steps = ()
    _approval_amount_field = None

    transition_ids = fields.One2many(
        "brand.transition",
        "res_id",
        string="Record of Transitions",
        domain=lambda self: [("model", "=", self._name)],
        readonly=True,
        copy=False,
    )

    def _post_model_setup__(self):
        result = super()._post_model_setup__()
        cls = type(self)
        for name, empty in _TABLES.items():
            # Extensions stand before what they extend in the MRO; the registry's class is made here
            parts = [base.__dict__[name] for base in cls.__mro__[:0:-1] if name in base.__dict__]
            setattr(cls, name, functools.reduce(_joined, parts, empty))
        return result

    # -- guards on create and write ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Always start in the initial state, whatever values or context say."""
        for vals in vals_list:
            asked = vals.get("state", self._initial_state)
            if asked != self._initial_state:
                raise AccessError(
                    self.env._(
                        "A %(model)s starts as “%(state)s”; use its actions to move it on.",
                        model=model_label(self),
                        state=self._state_label(self._initial_state),
                    )
                )
            self._refuse_system_fields(vals)
            vals["state"] = self._initial_state
        defaults = {f"default_{name}" for name in ("state", *self._system_fields)}
        clean = {k: v for k, v in self.env.context.items() if k not in defaults}
        # replaced, not extended: no client's default may remain
        cleaned = self.with_context(clean)  # pylint: disable=context-overridden
        return super(BrandTransitionMixin, cleaned).create(vals_list)

    def write(self, vals):
        if "state" in vals and self.env.context.get(_GATE_KEY) is not _GATE:
            raise AccessError(
                self.env._("The state of a %s changes through its actions only.", model_label(self))
            )
        if not self.env.su:
            self._refuse_system_fields(vals)
            self._refuse_closed_fields(vals)
        return super().write(vals)

    def _refuse_system_fields(self, vals):
        refused = self._system_fields.intersection(vals) if not self.env.su else ()
        # A form sends untouched fields of a new record along: an empty value sets nothing.
        refused = [name for name in refused if vals[name] or self.ids]
        if refused:
            raise AccessError(
                self.env._(
                    "These fields follow from actions and are not written by hand: %s",
                    ", ".join(self._fields[name]._description_string(self.env) for name in refused),
                )
            )

    def _refuse_closed_fields(self, vals):
        for record in self:
            closed = [
                n for n in vals if record.state not in self._write_windows.get(n, (record.state,))
            ]
            if closed:
                raise UserError(
                    self.env._(
                        "%(record)s is “%(state)s”: these fields can no longer be changed: %(fields)s",
                        record=record.display_name,
                        state=record._state_label(record.state),
                        fields=", ".join(
                            self._fields[name]._description_string(self.env) for name in closed
                        ),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_initial_state(self):
        """A file that has moved is kept; it may be withdrawn or cancelled, not deleted."""
        kept = self.filtered(lambda r: r.state != r._initial_state)
        if kept:
            raise UserError(
                self.env._("Kept for the record, cannot be deleted: %s", kept._names_with_state())
            )

    # -- the transition itself -----------------------------------------------------------------

    def _begin_transition(self, step, reason, document_no):
        """Check access, role, lock, origin and segregation of the whole batch.

        :return: the records that move now; those that still need approvals stay.
        """
        origins, _target, _groups = self._transitions[step]
        self.check_access("read")
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._("Somebody is working on this right now. Reload the page and try again.")
            ) from error
        stuck = self.filtered(lambda r: r.state not in origins)
        if stuck:
            raise UserError(
                self.env._(
                    "“%(step)s” needs the state %(origins)s, but: %(records)s",
                    step=self._step_label(step),
                    origins=" / ".join(f"“{self._state_label(o)}”" for o in origins),
                    records=stuck._names_with_state(),
                )
            )
        leveled = self._with_approval_levels(step)
        (self - leveled)._check_step_role(step)
        self._check_segregation(step)
        self._check_step(step, document_no)
        approved = leveled._record_approvals(step, reason, document_no)
        return ((self - leveled) | approved)._moving_now(step)

    def _check_step(self, step, document_no=None):
        """Refuse the batch before any approval is written; models add their conditions.

        Whatever a level could not carry out belongs here: nobody approves what cannot be done.
        """

    def _moving_now(self, step):
        """Those of the records, approved by all levels, that really move; others wait."""
        return self

    def _end_transition(self, step, reason, document_no):
        """Set the state through the gate and log each record's step, in one create."""
        _origins, target, _groups = self._transitions[step]
        behalf = self.env["brand.standin"]._acting_for(self._step_groups(step))
        role = self._acting_role(step)
        rows = [
            record._prepare_transition_vals(step, target, reason, document_no, behalf, role)
            for record in self
        ]
        gate = self.sudo().with_context(**{_GATE_KEY: _GATE})
        gate.write({"state": target})
        self.flush_recordset(["state"])
        # sudo: the log is written by steps only
        self.env["brand.transition"].sudo().create(rows)
        # a cached log has the new row at its end; the last step stands first
        self.invalidate_recordset(["transition_ids"])

    def _prepare_transition_vals(self, step, target, reason, document_no, behalf, role=None):
        file = self._transition_file()
        record = self.sudo()
        return {
            "model": self._name,
            "res_id": self.id,
            "record_name": record.display_name,
            "file_model": file._name,
            "file_id": file.id,
            "step": step,
            "duty": self._duty(step),
            "from_state": self.state,
            "to_state": target,
            "user_id": self.env.uid,
            "on_behalf_of_id": behalf.id,
            "role": role or self._acting_role(step),
            "reason": reason,
            "document_no": document_no,
            "company_id": record.company_id.id if "company_id" in self._fields else False,
            "district_id": record.district_id.id if "district_id" in self._fields else False,
        }

    def _transition_file(self):
        """The file over which one person has one duty; an evaluation answers its application."""
        return self

    def _duty(self, step):
        """What the acting person is on the file by this step; none for steps that bind nobody."""
        return self._duties.get(step)

    def _step_groups(self, step):
        groups = self._transitions[step][2]
        return groups if isinstance(groups, tuple) else (groups,) if groups else ()

    def _acting_role(self, step):
        """Name of the group by which this user takes the step ("system" in superuser mode)."""
        for group in self._step_groups(step):
            if self.env.user.has_group(group):
                return self.env.ref(group).sudo().name
        return self.env._("System") if self.env.su else self.env._("Stand-in")

    def _check_step_role(self, step):
        if not self or self.env.su:
            return
        groups = self._step_groups(step)
        if any(self.env.user.has_group(group) for group in groups):
            return
        if self.env["brand.standin"]._acting_for(groups):
            return
        names = " / ".join(self.env.ref(group).sudo().name for group in groups)
        raise AccessError(
            self.env._(
                "“%(step)s” is done by: %(roles)s.",
                step=self._step_label(step),
                roles=names or self.env._("the system itself"),
            )
        )

    def _check_segregation(self, step, behalf=None):
        """One person, one duty over one file; a stand-in's acts count for both persons.

        :param behalf: for whom the user acts, where an approval level asks for another role
        """
        duty = self[:1]._duty(step)
        if not duty:
            return
        files = self._transition_files()
        if behalf is None:
            behalf = self.env["brand.standin"]._acting_for(self._step_groups(step))
        acting = self.env.user | behalf
        self._check_not_recused(acting)
        rows = self.env["brand.transition"]._duties_of(acting, files)
        clash = [row for row in rows if row.duty != duty]
        if clash:
            raise AccessError(
                self.env._(
                    "One person has one duty over one file. %(user)s has already acted here: %(acts)s",
                    user=acting[:1].name,
                    acts=", ".join(
                        dict.fromkeys(f"{row.record_name} ({row.step_label})" for row in clash)
                    ),
                )
            )

    def _recused_users(self):
        """Users who are recused from these records, and so take no step that binds."""
        return self.env["res.users"]

    def _check_not_recused(self, users):
        recused = users & self._recused_users()
        if recused:
            raise AccessError(
                self.env._(
                    "%(names)s is recused here. Somebody else acts, or the item concerned is decided"
                    " by itself.",
                    names=", ".join(recused.sudo().mapped("name")),
                )
            )

    def _transition_files(self):
        """Files of the whole batch, as one recordset."""
        files = [record._transition_file() for record in self]
        return files[0].browse([file.id for file in files]) if files else self

    # -- words ---------------------------------------------------------------------------------

    @api.model
    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)

    @api.model
    def _step_label(self, step):
        return self.env["brand.transition"]._label_of_step(self._name, step)

    def _names_with_state(self, limit=10):
        names = [
            self.env._("%(name)s (%(state)s)", name=r.display_name, state=r._state_label(r.state))
            for r in self.sudo()[:limit]
        ]
        more = len(self) - limit
        return ", ".join(names) + (self.env._(" and %s more", more) if more > 0 else "")

    # -- approval levels: hooks filled by brand_approval.py --------------------------------------

    def _with_approval_levels(self, step):
        """Records for which levels of ``step`` are configured."""
        if step not in self._approval_steps:
            return self.browse()
        return self.env["brand.approval.level"]._records_with_levels(self, step)

    def _record_approvals(self, step, reason, document_no):
        """Leave this user's approval on each record; return those whose levels are complete."""
        if not self:
            return self
        # sudo: the row only; two who approve at the same time would both be the first level
        take_turn(self.sudo())
        return self.env["brand.approval"]._approve(self, step, reason, document_no)
