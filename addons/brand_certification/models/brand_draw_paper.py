import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scheme import draw


class BrandDraw(models.Model):
    """A draw as others see it: minutes, export, and the repetition by an auditor."""

    _inherit = "brand.draw"

    def action_repeat(self):
        """Repeat the draw from its seed and compare it with what was recorded.

        :raises UserError: naming what does not fit, if anything was changed afterwards
        """
        self.ensure_one()
        self.check_access("read")
        _ = self.env._
        if self.state != "drawn":
            raise UserError(_("There is nothing to repeat before the draw."))
        wrong = draw.verify(self._export())
        if wrong:
            raise UserError(
                _("The record does not fit its seed: %s", ", ".join(map(self._wrong_text, wrong)))
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": _("Repeated: everything fits"),
                "message": _("Seed, pool and all %s places are as recorded.", len(self.entry_ids)),
            },
        }

    def _wrong_text(self, code):
        _ = self.env._
        name, _colon, key = code.partition(":")
        return {
            "commitment": _("the seed is not the one that was committed"),
            "pool_hash": _("the pool is not the one that was frozen"),
            "result": _("another result for %s", key),
        }[name]

    def _export(self):
        """Everything that a repetition needs, as plain values (scripts/check_draw.py)."""
        self.ensure_one()
        return {
            "number": self.number,
            "purpose": self.name,
            "algorithm": draw.ALGORITHM,
            "committed_on": fields.Datetime.to_string(self.committed_on) or "",
            "drawn_on": fields.Datetime.to_string(self.drawn_on) or "",
            "commitment": self.commitment or "",
            "pool_hash": self.pool_hash or "",
            "seed": self.seed or "",
            "word": self.word or "",
            "per_group": self._per_group(),
            "wanted": [
                {"stratum": w.stratum, "count": w.count, "reserves": w.reserves}
                for w in self._wanted()
            ],
            "entries": [
                {
                    "key": entry.key,
                    "stratum": entry._stratum(),
                    "group": draw.clean(entry.group),
                    "recused": entry.is_recused,
                    "recusal_reason": entry.recusal_reason or "",
                    "ticket": entry.ticket or "",
                    "result": entry.result or "",
                }
                for entry in self.entry_ids
            ],
        }

    def _export_json(self):
        return json.dumps(self._export(), ensure_ascii=False, indent=1)

    def action_export(self):
        """Download the draw as a file that the script repeats without Odoo."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/brand/draw/{self.id}/draw.json",
            "target": "download",
        }

    @api.model
    def _public_draws(self, limit=20):
        """What is published of the latest inspections: commitments before, seed after; no names.

        Panels are left out: who evaluates is not told while an evaluation runs.
        """
        # sudo: commitments are published for everybody, that is their purpose
        found = self.sudo().search(
            [("state", "!=", "draft"), ("kind", "=", "inspection")], limit=limit
        )
        moment = self.env["ir.actions.report"]._paper_datetime
        return [
            {
                "number": record.number,
                "purpose": record.name,
                "committed_on": moment(record.committed_on),
                "commitment": record.commitment,
                "pool_hash": record.pool_hash,
                "seed": record.seed or "",
                "word": record.word or "",
            }
            for record in found
        ]

    # -- minutes -------------------------------------------------------------------------------

    def _paper_values(self):
        """What stands in the minutes (专家抽取表 / 双随机抽取记录)."""
        self.ensure_one()
        self.check_access("read")
        parts = []
        for wanted in self._wanted():
            entries = self.entry_ids.filtered(lambda e, s=wanted.stratum: e._stratum() == s)
            parts.append(
                {
                    "label": self._part_label(wanted.stratum),
                    "pool": len(entries),
                    "count": wanted.count,
                    "reserves": wanted.reserves,
                    "entries": entries.sorted(lambda e: (not e.rank, e.rank, e.key)),
                }
            )
        _ = self.env._
        return {
            "parts": parts,
            "signatures": [_("Drawer (signature):"), _("Witness (signature):")],
        }
