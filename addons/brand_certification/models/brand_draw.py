import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from ..scheme import draw
from .model_words import model_label
from .transition_mixin import transition

_DRAWERS = ("brand_certification.group_officer", "brand_certification.group_manager")
_TERMS = (
    "name",
    "kind",
    "program_id",
    "reference",
    "place",
    "count",
    "reserve_count",
    "inspector_count",
    "inspector_reserve_count",
    "one_per_group",
    "again_reason",
    "entry_ids",
    "quota_ids",
)


class BrandDraw(models.Model):
    """A random draw: pool frozen and seed committed before, seed revealed and drawn after.

    docs/draw.md tells the algorithm; the arithmetic is scheme/draw.py.
    """

    _name = "brand.draw"
    _description = "Random Draw"
    _inherit = ["brand.transition.mixin", "mail.thread"]
    _order = "id desc"
    _rec_names_search = ["number", "name"]

    _initial_state = "draft"
    _transitions = {
        "action_commit": (("draft",), "committed", _DRAWERS),
        "action_draw": (("committed",), "drawn", _DRAWERS),
    }
    _system_fields = frozenset(
        {
            "number",
            "commitment",
            "pool_hash",
            "seed",
            "sealed_seed",
            "committed_on",
            "drawn_on",
            "drawn_by_id",
            "attempt",
            "previous_id",
            "subject_key",
        }
    )
    _write_windows = {
        **dict.fromkeys(_TERMS, ("draft",)),
        **dict.fromkeys(("witness", "witness_unit"), ("draft", "committed")),
        "word": ("committed",),
    }

    number = fields.Char(readonly=True, copy=False)
    name = fields.Char(
        "Drawn for", required=True, help="The matter, as it stands in the minutes.", tracking=True
    )
    kind = fields.Selection(
        [("panel", "Expert panel"), ("inspection", "Inspection: objects and inspectors")],
        required=True,
        default="panel",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("committed", "Committed"), ("drawn", "Drawn")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", "City", required=True, readonly=True, default=lambda self: self.env.company
    )
    program_id = fields.Many2one("brand.program", "Programme", index=True)
    reference = fields.Reference(
        selection="_selection_reference",
        string="Concerns",
        help="The file, plan or standard for which people are drawn. A second draw for it needs a"
        " reason.",
    )
    place = fields.Char("Place of the Draw")
    count = fields.Integer("To Draw", default=5, help="Experts, or objects to be inspected.")
    reserve_count = fields.Integer("Reserves", default=2)
    inspector_count = fields.Integer(
        "Inspectors to Draw", default=2, help="An inspection takes at least two."
    )
    inspector_reserve_count = fields.Integer("Reserves of Inspectors", default=1)
    one_per_group = fields.Boolean(
        "At Most One of an Employer",
        default=True,
        help="Of one employer one expert; of one holder one certificate.",
    )
    quota_ids = fields.One2many("brand.draw.quota", "draw_id", "Numbers by Field", copy=True)
    entry_ids = fields.One2many("brand.draw.entry", "draw_id", "Pool", copy=True)
    pool_count = fields.Integer(compute="_compute_pool_count")
    witness = fields.Char(help="Who watches the draw and says the word.", copy=False)
    witness_unit = fields.Char("Unit of the Witness", copy=False)
    word = fields.Char(
        "Word of the Witness",
        copy=False,
        help="Said after the seed was committed: a line of a newspaper, six dice. It goes into the"
        " draw with the seed, so that nobody can know the result before.",
    )
    commitment = fields.Char("Commitment (SHA-256 of the Seed)", readonly=True, copy=False)
    pool_hash = fields.Char("SHA-256 of the Pool", readonly=True, copy=False)
    # For nobody but our own code: not for a role, an administrator, a domain, an export
    sealed_seed = fields.Char(groups=NO_ACCESS, readonly=True, copy=False)
    seed = fields.Char("Seed, Revealed", readonly=True, copy=False)
    committed_on = fields.Datetime(readonly=True, copy=False)
    drawn_on = fields.Datetime(readonly=True, copy=False)
    drawn_by_id = fields.Many2one("res.users", "Drawn by", readonly=True, copy=False)
    subject_key = fields.Char(readonly=True, copy=False)
    attempt = fields.Integer("Draw No. on This Matter", readonly=True, copy=False)
    previous_id = fields.Many2one("brand.draw", "Earlier Draw", readonly=True, copy=False)
    again_reason = fields.Text("Reason for Drawing Again", copy=False)
    blockers = fields.Text(compute="_compute_blockers")

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "This number has been given to another draw."
    )
    _attempt_unique = models.UniqueIndex(
        "(company_id, subject_key, attempt) WHERE subject_key IS NOT NULL",
        "Somebody commits a draw on the same matter right now. Reload the page and try again.",
    )

    # -- computes ------------------------------------------------------------------------------

    @api.model
    def _selection_reference(self):
        """Kinds of files for which people are drawn; other addons add theirs."""
        models_ = ("brand.program", "brand.application", "brand.standard")
        return [(name, model_label(self.env[name])) for name in models_]

    @api.onchange("program_id", "kind")
    def _onchange_panel_size(self):
        """A panel has as many experts as the programme says; more or fewer may still be drawn."""
        if self.kind == "panel" and self.program_id.panel_size:
            self.count = self.program_id.panel_size

    @api.depends("number", "name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = " ".join(filter(None, (record.number, record.name)))

    @api.depends("entry_ids")
    def _compute_pool_count(self):
        for record in self:
            record.pool_count = len(record.entry_ids)

    @api.depends("state", "entry_ids", "entry_ids.is_recused", "count", "witness", "again_reason")
    @api.depends_context("lang")
    def _compute_blockers(self):
        for record in self:
            record.blockers = "\n".join(record._blocking_texts()) or False

    def _blocking_texts(self):
        """What stands before the next step, told before anybody clicks."""
        self.ensure_one()
        if self.state == "draft":
            texts = [self._pool_problem()]
            if self._earlier_draws() and not self.again_reason:
                texts.append(self._again_text())
            return [text for text in texts if text]
        if self.state == "committed" and not self.witness:
            return [self.env._("Name the witness of the draw.")]
        return []

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            # sudo: the register's number
            sequence = self.env["ir.sequence"].sudo().with_company(record.company_id)
            record.sudo().number = sequence.next_by_code("brand.draw")
        return records

    # -- transitions ---------------------------------------------------------------------------

    @transition
    def action_commit(self):
        """Freeze the pool, make the seed, seal it away and publish its digest.

        :raises UserError: if the pool cannot be drawn from, or an earlier draw on the same
            matter exists and no reason is given
        """
        for record in self:
            problem = record._pool_problem()
            if problem:
                raise UserError(problem)
            earlier = record._earlier_draws()
            if earlier and not (record.again_reason or "").strip():
                raise UserError(record._again_text())
            record._seal(earlier)

    def _seal(self, earlier):
        seed = secrets.token_hex(32)
        text = draw.pool_text(self._entries(), self._wanted(), self._per_group())
        # sudo: system fields; nobody may read the sealed one
        self.sudo().write(
            {
                "sealed_seed": seed,
                "commitment": draw.digest(seed),
                "pool_hash": draw.digest(text),
                "committed_on": fields.Datetime.now(),
                "word": False,
                "subject_key": self._subject_key(),
                "attempt": len(earlier) + 1,
                "previous_id": earlier[:1].id,
            }
        )
        self.entry_ids.sudo()._clear_result()

    @transition
    def action_draw(self):
        """Reveal the seed and draw.

        :raises UserError: without a witness, or if the drawer is in the pool
        """
        for record in self:
            if not (record.witness or "").strip():
                raise UserError(self.env._("Name the witness of the draw."))
            problem = record._pool_problem()
            if problem:
                raise UserError(problem)
            record._reveal()

    def _reveal(self):
        # sudo: this is the one moment at which the sealed seed is read
        record = self.sudo()
        record.write(
            {
                "seed": record.sealed_seed,
                "sealed_seed": False,
                "drawn_on": fields.Datetime.now(),
                "drawn_by_id": self.env.uid,
            }
        )
        record.entry_ids._take_places(record._places())

    def _places(self):
        """The result as it follows from seed, word and pool."""
        return draw.draw(
            self.seed, self._entries(), self._wanted(), self.word or "", self._per_group()
        )

    # -- a second draw ---------------------------------------------------------------------------

    def _subject_key(self):
        """What the draw is about, as a text that two draws on one matter share."""
        self.ensure_one()
        if self.reference:
            return f"{self.kind}:{self.reference._name},{self.reference.id}"
        return f"{self.kind}:{draw.clean(self.name)}"

    def _earlier_draws(self):
        """Committed or drawn before on the same matter, newest first.

        sudo: an earlier draw counts whether or not this user may read it.
        """
        return (
            self.sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("subject_key", "=", self._subject_key()),
                    ("id", "!=", self._origin.id or 0),
                ]
            )
            .with_env(self.env)
        )

    def _again_text(self):
        return self.env._(
            "There is a draw on this matter already: %s. Give the reason for drawing again; both"
            " stay.",
            ", ".join(self._earlier_draws().sudo().mapped("number")),
        )

    # -- what others build on ------------------------------------------------------------------

    def _standing(self, role=None):
        """Entries that hold now: drawn or called from the reserves, and not replaced."""
        entries = self.entry_ids.filtered(
            lambda e: e.status in ("drawn", "called") and (not role or e.role == role)
        )
        return entries.sorted("rank")

    def _drawn_partners(self, role=None):
        """Partners that the draw gave, in the order of their tickets, after replacements."""
        return self._standing(role).partner_id

    def _drawn_users(self, role=None):
        """Users that the draw gave, in the order of their tickets, after replacements."""
        return self._standing(role).user_id

    def _drawn_certificates(self):
        """Certificates that the draw gave for inspection."""
        return self._standing("object").certificate_id
