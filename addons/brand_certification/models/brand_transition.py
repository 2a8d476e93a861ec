from odoo import api, fields, models


class BrandTransition(models.Model):
    """Who moved which record from where to where, as what role, when and why. Append-only."""

    _name = "brand.transition"
    _description = "Transition Record"
    _inherit = ["brand.append.only.mixin"]
    _order = "id desc"

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record ID", model_field="model", required=True, readonly=True, index=True
    )
    record_name = fields.Char("Record", readonly=True)
    file_model = fields.Char(readonly=True)
    file_id = fields.Many2oneReference("File ID", model_field="file_model", readonly=True)
    step = fields.Char("Step (technical name)", required=True, readonly=True)
    step_label = fields.Char("Step Taken", compute="_compute_labels")
    duty = fields.Char(readonly=True)
    from_state = fields.Char(readonly=True)
    to_state = fields.Char(readonly=True)
    from_label = fields.Char("From", compute="_compute_labels")
    to_label = fields.Char("To", compute="_compute_labels")
    user_id = fields.Many2one("res.users", "Done by", required=True, readonly=True)
    on_behalf_of_id = fields.Many2one("res.users", "On Behalf of", readonly=True)
    role = fields.Char("As", readonly=True)
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    reason = fields.Text(readonly=True)
    document_no = fields.Char("Document No.", readonly=True)
    company_id = fields.Many2one("res.company", "City", readonly=True)
    district_id = fields.Many2one("brand.district", readonly=True)

    _record_index = models.Index("(model, res_id)")
    _file_index = models.Index("(file_model, file_id, user_id)")

    @api.depends("model", "step", "from_state", "to_state")
    @api.depends_context("lang")
    def _compute_labels(self):
        labels = self._step_labels()
        for row in self:
            known = row.model in self.env
            model = self.env[row.model] if known else self
            row.step_label = self._pick_label(labels, row.model, row.step)
            row.from_label = model._state_label(row.from_state) if known else row.from_state
            row.to_label = model._state_label(row.to_state) if known else row.to_state

    def action_view_record(self):
        """Open the record that was moved."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @api.model
    def _duties_of(self, users, files):
        """Rows with a duty that any of ``users`` left on ``files``, own or on behalf."""
        # sudo: the check must see every row, also those the acting user may not read
        return self.sudo().search(
            [
                ("file_model", "=", files._name),
                ("file_id", "in", files.ids),
                ("duty", "!=", False),
                "|",
                ("user_id", "in", users.ids),
                ("on_behalf_of_id", "in", users.ids),
            ]
        )

    @api.model
    def _label_of_step(self, model, step):
        """Office word for a step; extended by each addon for its own steps."""
        return self._pick_label(self._step_labels(), model, step)

    @api.model
    def _pick_label(self, labels, model, step):
        return labels.get((model, step)) or labels.get(step) or step

    @api.model
    def _step_labels(self):
        _ = self.env._
        return {
            "action_submit": _("Submit"),
            "action_return": _("Return with gaps"),
            "action_accept": _("Accept"),
            "action_reject": _("Reject"),
            "action_extend_correction": _("Extend the time to correct"),
            "action_waive_recommendation": _("Go on without recommendation"),
            "action_clear": _("Not a duplicate"),
            "action_confirm": _("Duplicate: do not accept"),
            "action_propose": _("Submit for signature"),
            "action_take_back": _("Take back to draft"),
            "action_sign": _("Sign for the office"),
            "action_send": _("Send"),
            "action_withdraw": _("Withdraw"),
            ("brand.certificate", "action_withdraw"): _("Withdraw certificate (sanction)"),
            ("brand.certificate.request", "action_submit"): _("Put to the body"),
            ("brand.certificate.request", "action_withdraw"): _("Take the request back"),
            ("brand.certificate.request", "action_grant"): _("Decide as asked"),
            ("brand.certificate.request", "action_refuse"): _("Refuse the request"),
            "action_verify": _("Confirm the evidence"),
            "action_activate": _("Activate"),
            "action_interrupt": _("Interrupt"),
            "action_end": _("End the licence"),
            "action_approve": _("Agree"),
            "action_refuse": _("Refuse"),
            "action_start_evaluation": _("Start evaluation"),
            "action_conclude": _("Conclude evaluation"),
            "action_refuse_certification": _("Refuse certification"),
            "action_enter_notice": _("Enter public notice"),
            "action_grant": _("Grant"),
            "action_refuse_grant": _("Refuse the grade"),
            **dict.fromkeys(
                (
                    "action_reopen_submitted",
                    "action_reopen_evaluating",
                    "action_reopen_evaluated",
                    "action_reopen_notice",
                ),
                _("Reopen after an appeal"),
            ),
            "action_stop": _("Stop for an objection upheld"),
            "action_certify": _("Issue certificate"),
            "action_declare": _("Declare no conflict"),
            "action_decline": _("Decline for a conflict"),
            "action_finish": _("Finish scoring"),
            "action_open": _("Open"),
            "action_close": _("Close"),
            "action_publish": _("Publish"),
            ("brand.notice", "action_correct"): _("Correct the notice"),
            "action_take_end": _("Take over the new last day"),
            "action_take": _("Take the decision"),
            "action_admit": _("Admit to the alliance"),
            "action_suspend": _("Suspend"),
            "action_restore": _("Restore"),
            "action_remove": _("Remove"),
            "action_cancel": _("Cancel"),
            "action_expire": _("Expire"),
            "action_investigate": _("Investigate"),
            "action_uphold": _("Uphold"),
            "action_dismiss": _("Dismiss"),
            "action_draft_standard": _("Start drafting"),
            "action_review": _("Put to review"),
            "action_transfer": _("Transfer to a department"),
            "action_record_feedback": _("Record the feedback"),
            "action_extend": _("Extend the limit by 30 days"),
            ("brand.complaint", "action_accept"): _("Accept the complaint"),
            ("brand.complaint", "action_close"): _("Close with an answer"),
            "action_start": _("Begin the check"),
            ("brand.surveillance", "action_finish"): _("End the check"),
            ("brand.surveillance", "action_publish"): _("Publish the result"),
            "action_approve_consequence": _("Approve the consequence"),
            "action_refuse_consequence": _("Do not approve the consequence"),
            "action_commit": _("Freeze the pool and commit the seed"),
            "action_draw": _("Draw"),
            "action_abolish": _("Withdraw standard"),
        } | self._step_labels_of_bodies()

    @api.model
    def _step_labels_of_bodies(self):
        """Words for steps on standards, in evaluations, and where certificates change hands."""
        _ = self.env._
        return {
            ("brand.standard", "action_decline_proposal"): _("Decline the proposal"),
            ("brand.standard", "action_return_draft"): _("Send back to drafting"),
            ("brand.standard", "action_supersede"): _("Replaced by a revision"),
            ("brand.assessor", "action_resume"): _("Take back onto the register"),
            ("brand.assessor", "action_end"): _("Strike off the register"),
            ("brand.evaluation", "action_void"): _("Void the evaluation"),
            ("brand.evaluation", "action_begin_round"): _("Begin another round"),
            ("brand.evaluation.visit", "action_ask_other_day"): _("Ask for another day"),
            ("brand.evaluation.visit", "action_done"): _("Record the visit as made"),
            ("brand.test.report", "action_file"): _("Hand in the test report"),
            ("brand.test.report", "action_void"): _("Void the test report"),
            ("brand.finding", "action_answer"): _("Hand in the correction"),
            ("brand.review", "action_record"): _("Record the result of the review"),
            ("brand.certificate", "action_convert"): _("Convert the certificate"),
            ("brand.body.transfer", "action_decide"): _("Decide on the transfer to another body"),
            ("brand.conversion", "action_decide"): _("Decide on the conversion"),
            ("brand.conversion", "action_reopen"): _("Send the list back"),
            ("brand.conversion", "action_carry_out"): _("Carry out the conversion"),
        }
