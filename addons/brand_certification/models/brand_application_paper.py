from odoo import models


class BrandApplication(models.Model):
    """The file on paper: the application form, and the letter that names what is missing."""

    _inherit = "brand.application"

    def _paper_filename(self, kind):
        self.ensure_one()
        title = {
            "application": self.env._("Application form"),
            "return": self.env._("Request to complete the file"),
        }[kind]
        return f"{title}_{self.name or self.id}"

    def _paper_values(self):
        """The application form as plain values; the enterprise as it was when it submitted.

        :raises AccessError: for somebody who may not read the file
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: programme, level, body of a file that this user may read
        file = self.sudo()
        _, program = self.env._, file.program_id
        submitted = self.env["ir.actions.report"]._paper_datetime(file.submitted_on)
        return {
            "title": _("Application form for %s", program.name),
            "subtitle": _(
                "No. %(number)s, submitted %(moment)s", number=file.name, moment=submitted
            )
            if file.name and submitted
            else _("Draft, not submitted"),
            "sections": [
                (_("I. Enterprise"), file._paper_enterprise()),
                (_("II. What is to be certified"), file._paper_product()),
                (_("III. What the enterprise says"), file._paper_statements()),
            ],
            "documents_title": _("IV. Documents handed in"),
            "documents": file._paper_documents(),
            "declaration_title": _("V. Declaration"),
            "declaration_text": program.declaration_text or "",
            "declared_text": _("Declared in the system by %s.", file.declared_by)
            if file.declaration_accepted
            else _("Not declared yet."),
        }

    def _paper_enterprise(self):
        _, partner = self.env._, self.partner_id
        enterprise = (self.snapshot or {}).get("enterprise") or {
            "name": partner.name,
            "uscc": partner.uscc,
            "district": partner.brand_district_id.name,
            "industry": partner.industry_code,
        }
        return [
            (_("Name of the enterprise"), partner._name_with_former(enterprise.get("name"))),
            (_("Unified social credit code"), enterprise.get("uscc")),
            (_("District or county"), enterprise.get("district")),
            (_("Industry (GB/T 4754 code)"), enterprise.get("industry")),
            (_("Address of the enterprise"), self._paper_address(partner)),
            (_("Person to contact"), self.contact_name),
            (_("Phone of the contact"), self.contact_phone),
        ]

    def _paper_product(self):
        _, product = self.env._, self.product_id
        kinds = dict(product._fields["kind"]._description_selection(self.env))
        trademark = " ".join(filter(None, (product.trademark, product.trademark_no)))
        standards = "\n".join(self.standard_ids.mapped("display_name"))
        return [
            (_("Name of the product"), product.name),
            (_("Model and specification of the product"), product.model_spec),
            (_("Kind of product"), kinds.get(product.kind)),
            (_("Trademark and its registration"), trademark),
            (_("Level applied for"), self.level_id.name),
            (_("Standards certified against"), standards),
            (_("Body that certifies"), self.body_id.name),
        ]

    def _paper_statements(self):
        _ = self.env._
        return [
            (_("Why the product is advanced"), self.advantage),
            (_("Position in the market"), self.market_position),
            (_("Intellectual property rights"), self.intellectual_property),
            (_("Quality management system"), self.quality_system),
        ]

    def _paper_documents(self):
        _ = self.env._
        return [
            {
                "name": document.name if document.required else _("%s (optional)", document.name),
                "filename": document.filename,
                "size": document._portal_size_text() if document.size else "",
                "sha256": document.sha256,
            }
            for document in self.document_ids
        ]

    def _paper_address(self, partner):
        parts = (partner.state_id.name, partner.city, partner.street, partner.street2)
        return "".join(filter(None, parts))

    def _paper_return_values(self):
        """The letter that names every open gap at once (一次性告知), as plain values.

        :raises AccessError: for somebody who may not read the file
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: as in _paper_values
        file = self.sudo()
        step = self.env["brand.transition"].sudo()
        returned = step.search(
            [("model", "=", self._name), ("res_id", "=", file.id), ("step", "=", "action_return")],
            order="id desc",
            limit=1,
        )
        return {
            "title": self.env._("Request to complete the file"),
            "number": returned.document_no or file.name or "",
            "address": f"{file.partner_id.name}\N{FULLWIDTH COLON}",
            "paragraphs": file._paper_return_paragraphs(),
            "issuer": file.company_id.name,
            "date": returned.date or self.env["brand.workday"]._today(),
        }

    def _paper_return_paragraphs(self):
        """What was applied for, each gap under its number, the last day, and whom to ask."""
        _, program, company = self.env._, self.program_id, self.company_id
        paragraphs = [
            _(
                "Your unit applied for “%(program)s” with the product “%(product)s”. After"
                " examination the file is not complete or does not have the required form. As the"
                " rules ask, all that is missing is told at once:",
                program=program.name,
                product=self.product_id.display_name or "",
            ),
            *self._paper_gaps(),
        ]
        if self.correction_due:
            paragraphs.append(
                _(
                    "Please complete the file and hand it in again by %(date)s (%(days)s working"
                    " days). If this is not possible in time, please tell the office before that"
                    " day.",
                    date=self.env["ir.actions.report"]._paper_date(self.correction_due),
                    days=program.correction_days,
                )
            )
        paragraphs.append(
            _(
                "Correct it in the system, where each gap stands beside the entry that it"
                " concerns. Questions: %(office)s, phone %(phone)s.",
                office=program.office_name or company.name,
                phone=program.office_phone or company.phone or "",
            )
        )
        return paragraphs

    def _paper_gaps(self):
        gaps = self._open_gaps()
        concerns = dict(gaps._fields["field_name"]._description_selection(self.env))
        return [
            self.env._(
                "%(number)s. %(concerned)s: %(text)s",
                number=number,
                concerned=gap.document_id.name or concerns[gap.field_name],
                text=gap.text,
            )
            for number, gap in enumerate(gaps, 1)
        ]
