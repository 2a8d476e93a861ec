"""A claim as its recipient sees it in the portal: amount, reasons, the way to the bank, account."""

import unicodedata
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from ..bank import layouts, writer
from ..decision import explain, result
from .award_claim import OPEN_STATES, PAID_STATES
from .award_claim_paper import in_capitals
from .award_rule_application import APPLIED

CONFIRMABLE_STATES = ("entitled", "returned")
# States in which the money is still to come
WAITING_STATES = (*OPEN_STATES, "scheduled")
NEW_ACCOUNT = "new"
ACCOUNT_FIELDS = ("holder", "number", "bank", "cnaps")
MAX_CHARS = 120

# How many of the four steps to the bank are done
_STEPS_DONE = {
    "entitled": 1,
    "returned": 1,
    "submitted": 2,
    "reviewed": 2,
    "notice": 2,
    "approved": 3,
    "scheduled": 3,
    "paid": 4,
    "recovering": 4,
    "recovered": 4,
}
_FIELD_OF_PROBLEM = {
    "account_number_format": "number",
    "cnaps_missing": "cnaps",
    "cnaps_format": "cnaps",
}
_FIELD_OF_KEY = {
    "account_name": "holder",
    "account_number": "number",
    "bank_name": "bank",
    "cnaps": "cnaps",
}


class AwardClaim(models.Model):
    _inherit = "award.claim"

    # -- lists -----------------------------------------------------------------------------------

    @api.model
    def _portal_own(self, states=None):
        """Claims of the current user's enterprise, the youngest first."""
        domain = self._portal_domain()
        if states:
            domain.append(("state", "in", states))
        return self.search(domain)

    @api.model
    def _portal_domain(self):
        return [("partner_id", "=", self.env.user.partner_id.commercial_partner_id.id)]

    @api.model
    def _portal_money(self):
        """``{waiting, waiting_count, paid, paid_count, count}`` of the user's enterprise, in yuan."""
        groups = ["state", "claiming"]
        rows = self._read_group(self._portal_domain(), groups, ["amount:sum", "__count"])
        sums = {"waiting": 0.0, "waiting_count": 0, "paid": 0.0, "paid_count": 0, "count": 0}
        for state, claiming, amount, count in rows:
            sums["count"] += count
            # what has still to be applied for is not on its way
            is_waiting = state in WAITING_STATES and (state, claiming) != ("entitled", APPLIED)
            kind = (is_waiting and "waiting") or (state in PAID_STATES and "paid")
            if kind:
                sums[kind] += amount
                sums[f"{kind}_count"] += count
        return sums | {
            "waiting_text": self._portal_yuan(sums["waiting"]),
            "paid_text": self._portal_yuan(sums["paid"]),
        }

    def _portal_rows(self):
        """State, amount, whose turn and since when of each claim, as plain values."""
        rows = []
        # sudo: clause, office and dates of claims that the caller was allowed to read
        for claim in self.sudo():
            rows.append(
                {
                    "url": claim.access_url,
                    "name": claim.name,
                    "item": claim.item_name or claim.rule_id.name,
                    "clause": claim.rule_id.name,
                    "amount": claim._portal_amount_text(),
                    "state_text": claim.public_state,
                    "is_open": claim.state in WAITING_STATES,
                    "is_yours": claim.state in CONFIRMABLE_STATES,
                    "turn_text": claim._portal_turn_text(),
                }
            )
        return rows

    def _portal_tasks(self):
        """What the enterprise has to do about these claims, for ``brand.portal._tasks``."""
        portal, _ = self.env["brand.portal"], self.env._
        return [
            portal._task(
                _(
                    "Confirm the bank account for your reward: “%(item)s”, %(amount)s",
                    item=row["item"],
                    amount=row["amount"],
                ),
                _("Confirm account"),
                row["url"],
            )
            for row in self._portal_rows()
        ]

    # -- one claim ---------------------------------------------------------------------------------

    @api.model
    def _portal_yuan(self, amount):
        """200,000 yuan: with separators, fen only where there are any."""
        return self.env._("%s yuan", f"{amount:,.2f}".removesuffix(".00"))

    def _portal_amount_is_known(self):
        return self.sudo().decision_status == result.DUE

    def _portal_amount_text(self):
        if not self._portal_amount_is_known():
            return self.env._("Amount still open")
        return self._portal_yuan(self.amount)

    def _portal_amount_capitals(self):
        """The amount as on a voucher; empty while it is open."""
        if not self._portal_amount_is_known():
            return ""
        return in_capitals(self.amount)

    def _portal_turn_text(self):
        """Who has the claim since when: the enterprise, or an office (never a person)."""
        portal, _ = self.env["brand.portal"], self.env._
        if self.state in PAID_STATES:
            return _("Paid on %s", portal._long_date(self.paid_on))
        if self.state not in WAITING_STATES:
            return ""
        turn = self._portal_office()
        if self.state in CONFIRMABLE_STATES:
            turn = _("Your turn")
        elif self.state == "scheduled":
            turn = _("Finance department")
        # sudo: the day of a step is told to whoever may read the claim
        last = self.sudo().transition_ids[:1]
        since = portal._day(last.date) if last else self.claim_date
        return _("%(turn)s, since %(day)s", turn=turn, day=portal._long_date(since))

    def _portal_steps(self):
        """The way to the bank: ``[{number, title, state, date, text}]``.

        ``state`` is done, now, todo, or ended (not reached before the claim ended).
        """
        self.ensure_one()
        portal, _ = self.env["brand.portal"], self.env._
        is_ended = self.state not in _STEPS_DONE
        dates = (
            self.claim_date,
            self.confirmed_on and portal._day(self.confirmed_on),
            self.approved_on and portal._day(self.approved_on),
            self.paid_on,
        )
        done = _STEPS_DONE.get(self.state) or sum(map(bool, dates))
        texts = (
            (_("Reward due"), _("It follows from your certificate or honour; you need not apply.")),
            (_("Account confirmed"), _("You confirm the bank account to be paid.")),
            (_("Approval"), _("%s checks claim and account and approves.", self._portal_office())),
            (_("Payment"), _("Finance transfers the amount to your account.")),
        )
        return [
            {
                "number": number,
                "title": title,
                "text": text,
                "state": "done"
                if number <= done
                else "ended"
                if is_ended
                else "now"
                if number == done + 1
                else "todo",
                "date": day if number <= done else False,
            }
            for number, ((title, text), day) in enumerate(zip(texts, dates, strict=True), 1)
        ]

    def _portal_office(self):
        # sudo: the office's name is told to whoever may read the claim
        claim = self.sudo()
        return claim.department or claim.company_id.name

    def _portal_reason(self):
        """Reason of the last step, where the recipient is told it (returned, refused, ended)."""
        if self.state not in ("returned", "rejected", "cancelled"):
            return ""
        # sudo: the reason is addressed to the recipient
        return self.sudo().transition_ids[:1].reason or ""

    def _portal_waits(self):
        """What the claim waits for beside the next step, in plain words."""
        self.ensure_one()
        if self.state not in WAITING_STATES:
            return []
        # sudo: what holds a claim is told to whoever may read the claim
        claim, _ = self.sudo(), self.env._
        texts = claim._hold_texts()
        if not claim._portal_amount_is_known() and claim.decision_id:
            texts.append(claim.decision_id._status_text())
        if claim.bank_account_id and not claim.account_trusted and not self._portal_may_confirm():
            texts.append(_("The office still has to check your new account by a second person."))
        texts += claim._notice_texts()
        if claim.is_queued:
            texts.append(claim._queue_text(claim._queue_places()))
        return texts

    def _portal_decision(self):
        """The frozen reasons: ``{policy, document_no, clause, quote, sentences}``; None without."""
        # sudo: the reasons of a claim that the caller may read
        frozen = self.sudo().decision_id.frozen
        if not frozen:
            return None
        decision = result.from_json(frozen)
        return {
            "policy": decision.basis.policy_name,
            "document_no": decision.basis.policy_document_no,
            "clause": decision.basis.clause,
            "quote": decision.basis.quote,
            "sentences": explain.sentences(decision, self.env.lang or "zh_CN"),
        }

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.name

    # -- account -----------------------------------------------------------------------------------

    def _portal_may_confirm(self):
        return self.state in CONFIRMABLE_STATES

    def _portal_accounts(self):
        """Own accounts of the recipient to choose from: ``[{id, label, holder, is_checked, problems}]``."""
        self.ensure_one()
        # sudo: portal users do not read accounts; these are of their own enterprise
        partner = self.sudo().partner_id.commercial_partner_id
        accounts = self.env["res.partner.bank"].sudo().search([("partner_id", "=", partner.id)])
        return [
            {
                "id": account.id,
                "label": account._portal_label(),
                "holder": account.acc_holder_name or "",
                "is_checked": account.allow_out_payment,
                "problems": account._account_problems(partner),
            }
            for account in accounts
        ]

    def _portal_account_answers(self, accounts):
        """What the form shows first: the account used last, else a new one in the own name."""
        usable = [account["id"] for account in accounts if not account["problems"]]
        last = self.sudo().search(
            [("partner_id", "=", self.partner_id.id), ("bank_account_id", "in", usable)],
            order="confirmed_on desc",
            limit=1,
        )
        chosen = last.bank_account_id.id or (usable and usable[0]) or NEW_ACCOUNT
        return {"account": str(chosen), "holder": self.sudo().partner_id.name}

    def _portal_account_errors(self, answers):
        """``{field: [texts]}`` of what is wrong with the chosen or entered account."""
        self.ensure_one()
        _ = self.env._
        choice = answers.get("account")
        if choice != NEW_ACCOUNT:
            known = {str(account["id"]): account for account in self._portal_accounts()}
            if choice not in known:
                return {"account": [_("Choose one of your accounts, or enter another one.")]}
            problems = known[choice]["problems"]
            return {"account": problems} if problems else {}
        return self._portal_entry_errors(_tidy(answers))

    def _portal_entry_errors(self, entry):
        """As above, for an account that is entered."""
        Account, errors = self.env["res.partner.bank"], {}
        name = self.sudo().partner_id.name
        if entry["holder"] and _plain(entry["holder"]) != _plain(name):
            errors["holder"] = [
                self.env._("The account must be in the name of your enterprise: %s", name)
            ]
        bank = Account.sudo()._bank_known(entry["bank"])
        own_bank = self.company_id.sudo()._award_own_bank()
        line = layouts.Line(
            sequence=1,
            account_name=entry["holder"],
            account_number=entry["number"],
            bank_name=entry["bank"],
            cnaps=entry["cnaps"],
            amount=Decimal(1),
            purpose="-",
            is_own_bank=bool(bank and bank == own_bank),
        )
        for problem in writer.line_problems([line], layouts.GENERAL):
            field = _FIELD_OF_PROBLEM.get(problem.code) or _FIELD_OF_KEY[problem.params["key"]]
            errors.setdefault(field, []).append(Account._file_problem_text(problem))
        return errors

    def _portal_confirm_account(self, answers):
        """Confirm the chosen account, or enter and confirm another; the recipient's step.

        :param answers: texts ``account`` (an id, or "new"), ``holder``, ``number``, ``bank``,
            ``cnaps``, checked by ``_portal_account_errors``
        """
        self.ensure_one()
        self.check_access("read")
        if not self._portal_may_confirm():
            raise UserError(
                self.env._("The account is confirmed already: %s", self._names_with_state())
            )
        return self.action_confirm_account(self._portal_account_id(answers))

    def _portal_account_id(self, answers):
        """Id of the chosen account, or of the one that is entered now; checked by the caller."""
        self.ensure_one()
        if answers["account"] != NEW_ACCOUNT:
            return int(answers["account"])
        entry = _tidy(answers)
        account = self.env["res.partner.bank"]._enter_for(
            # in full as registered, however its width and blanks were typed
            self.partner_id,
            entry["number"],
            self.sudo().partner_id.name,
            entry["bank"],
            entry["cnaps"],
        )
        return account.id


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _portal_label(self):
        """The account as it may be shown: last four digits and bank."""
        self.ensure_one()
        return f"•••• {(self.sanitized_acc_number or '')[-4:]} {self.bank_id.name or ''}".strip()

    @api.model
    def _bank_known(self, name):
        """The bank of this name; empty if there is none, or no name."""
        Bank = self.env["res.bank"]
        return Bank.search([("name", "=", name)], limit=1) if name else Bank


def _tidy(answers):
    """Entered texts without surrounding blanks; numbers in half width without any blank."""
    entry = {name: " ".join((answers.get(name) or "").split()) for name in ACCOUNT_FIELDS}
    for name in ("number", "cnaps"):
        entry[name] = _plain(entry[name]).replace("-", "")
    return entry


def _plain(text):
    return "".join(unicodedata.normalize("NFKC", text or "").split())
