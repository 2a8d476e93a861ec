"""Numbers of a programme's certificates: their pattern, and the register they are drawn from."""

from itertools import takewhile

from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.ir_sequence import _update_nogap

from ..scheme import numbering
from .turns import take_turn


class BrandProgram(models.Model):
    _inherit = "brand.program"

    @api.constrains("number_pattern")
    def _check_number_pattern(self):
        for program in self.filtered("number_pattern"):
            try:
                numbering.check_pattern(program.number_pattern)
            except ValueError as error:
                raise ValidationError(
                    self.env._("The number pattern cannot be used: %s", error)
                ) from error

    def _sequence_code(self):
        # By company and scheme code, not by version: numbers are unique in the city for ever.
        return f"brand.certificate.{self.company_id.id}.{self.code}"

    def _ensure_number_sequence(self):
        for program in self:
            code = program._sequence_code()
            if not self.env["ir.sequence"].search_count([("code", "=", code)], limit=1):
                self.env["ir.sequence"].create(
                    {
                        "name": program.name,
                        "code": code,
                        "company_id": program.company_id.id,
                        "implementation": "no_gap",
                        "use_date_range": True,
                        "padding": 0,
                    }
                )

    def _next_number(self, level, on):
        """Draw the next certificate number; the sequence's row is locked until the end."""
        return self._next_numbers([level], on)[0]

    def _next_numbers(self, levels, on):
        """Draw numbers for certificates of these levels (one each, in order) in one go.

        The sequence's row is locked from here to the end of the transaction: draw late. A number
        that the city has used already, under whatever programme, is passed over and never given out
        again.
        """
        self.ensure_one()
        numbers, pool = [], []
        while len(numbers) < len(levels):
            wanted = levels[len(numbers) :]
            pool = pool or self._draw_sequence(len(wanted), on)
            drawn = [
                numbering.format_number(
                    self.number_pattern, seq=seq, year=on.year, level=level.code or None
                )
                for seq, level in zip(pool, wanted, strict=False)
            ]
            used = self._used_number_keys(drawn)
            free = list(takewhile(lambda n, used=used: numbering.normalise(n) not in used, drawn))
            numbers += free
            # one behind the free ones is passed over; the next level takes the number after it
            pool = pool[len(free) + 1 :]
        return numbers

    def _take_register(self):
        """The register of numbers, for this transaction alone.

        Also before the first number of a year: its row is made by one who draws, not by all.
        """
        # sudo: the register belongs to nobody; only issuing code comes here
        register = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", self._sequence_code()), ("company_id", "=", self.company_id.id)],
                limit=1,
            )
        )
        take_turn(register)
        return register

    def _draw_sequence(self, count, on):
        register = self._take_register()
        if not register:
            self.sudo()._ensure_number_sequence()
            return self._draw_sequence(count, on)
        current = register._get_current_sequence(on)
        step = register.number_increment
        first = _update_nogap(current, count * step)
        return [first + place * step for place in range(count)]

    def _used_number_keys(self, numbers):
        """Those of ``numbers`` that a version of a certificate of the city carries."""
        keys = [numbering.normalise(number) for number in numbers]
        rows = (
            self.env["brand.certificate.version"]
            .sudo()
            ._read_group(
                [("company_id", "=", self.company_id.id), ("number_key", "in", keys)],
                ["number_key"],
            )
        )
        return {key for (key,) in rows}
