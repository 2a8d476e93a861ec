from odoo import api, models


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
        _, paper = self.env._, self.env["ir.actions.report"]
        partner, product, program = file.partner_id, file.product_id, file.program_id
        enterprise = (file.snapshot or {}).get("enterprise") or {
            "name": partner.name,
            "uscc": partner.uscc,
            "district": partner.brand_district_id.name,
            "industry": partner.industry_code,
        }
        enterprise = {**enterprise, "name": partner._name_with_former(enterprise.get("name"))}
        kinds = dict(product._fields["kind"]._description_selection(self.env))
        trademark = " ".join(filter(None, (product.trademark, product.trademark_no)))
        submitted = paper._paper_datetime(file.submitted_on)
        return {
            "title": _("Application form for %s", program.name),
            "subtitle": _(
                "No. %(number)s, submitted %(moment)s", number=file.name, moment=submitted
            )
            if file.name and submitted
            else _("Draft, not submitted"),
            "sections": [
                (
                    _("I. Enterprise"),
                    [
                        (_("Name of the enterprise"), enterprise.get("name")),
                        (_("Unified social credit code"), enterprise.get("uscc")),
                        (_("District or county"), enterprise.get("district")),
                        (_("Industry (GB/T 4754 code)"), enterprise.get("industry")),
                        (_("Address of the enterprise"), file._paper_address(partner)),
                        (_("Person to contact"), file.contact_name),
                        (_("Phone of the contact"), file.contact_phone),
                    ],
                ),
                (
                    _("II. What is to be certified"),
                    [
                        (_("Name of the product"), product.name),
                        (_("Model and specification of the product"), product.model_spec),
                        (_("Kind of product"), kinds.get(product.kind)),
                        (_("Trademark and its registration"), trademark),
                        (_("Level applied for"), file.level_id.name),
                        (
                            _("Standards certified against"),
                            "\n".join(file.standard_ids.mapped("display_name")),
                        ),
                        (_("Body that certifies"), file.body_id.name),
                    ],
                ),
                (
                    _("III. What the enterprise says"),
                    [
                        (_("Why the product is advanced"), file.advantage),
                        (_("Position in the market"), file.market_position),
                        (_("Intellectual property rights"), file.intellectual_property),
                        (_("Quality management system"), file.quality_system),
                    ],
                ),
            ],
            "documents_title": _("IV. Documents handed in"),
            "documents": [
                {
                    "name": document.name
                    if document.required
                    else _("%s (optional)", document.name),
                    "filename": document.filename,
                    "size": self._paper_size_of_file(document.size),
                    "sha256": document.sha256,
                }
                for document in file.document_ids
            ],
            "declaration_title": _("V. Declaration"),
            "declaration_text": program.declaration_text or "",
            "declared_text": _("Declared in the system by %s.", file.declared_by)
            if file.declaration_accepted
            else _("Not declared yet."),
        }

    @api.model
    def _paper_size_of_file(self, size):
        if not size:
            return ""
        return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(size / 2**10, 0.1):.1f} KB"

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
        program, company = file.program_id, file.company_id
        gaps = file._open_gaps()
        concerns = dict(gaps._fields["field_name"]._description_selection(self.env))
        step = self.env["brand.transition"].sudo()
        returned = step.search(
            [("model", "=", self._name), ("res_id", "=", file.id), ("step", "=", "action_return")],
            order="id desc",
            limit=1,
        )
        _, date = self.env._, self.env["ir.actions.report"]._paper_date
        paragraphs = [
            _(
                "Your unit applied for “%(program)s” with the product “%(product)s”. After"
                " examination the file is not complete or does not have the required form. As the"
                " rules ask, all that is missing is told at once:",
                program=program.name,
                product=file.product_id.display_name or "",
            )
        ]
        for number, gap in enumerate(gaps, 1):
            concerned = gap.document_id.name or concerns[gap.field_name]
            paragraphs.append(
                _(
                    "%(number)s. %(concerned)s: %(text)s",
                    number=number,
                    concerned=concerned,
                    text=gap.text,
                )
            )
        if file.correction_due:
            paragraphs.append(
                _(
                    "Please complete the file and hand it in again by %(date)s (%(days)s working"
                    " days). If this is not possible in time, please tell the office before that"
                    " day.",
                    date=date(file.correction_due),
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
        return {
            "title": _("Request to complete the file"),
            "number": returned.document_no or file.name or "",
            "address": f"{file.partner_id.name}\N{FULLWIDTH COLON}",
            "paragraphs": paragraphs,
            "issuer": company.name,
            "date": returned.date or self.env["brand.workday"]._today(),
        }
