import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError


class BrandSigningKeyInstall(models.TransientModel):
    """Installs the city's key: from a file with its password, or one made here to try it out."""

    _name = "brand.signing.key.install"
    _description = "Install a Signing Key"

    company_id = fields.Many2one(
        "res.company", "City", required=True, default=lambda self: self.env.company
    )
    name = fields.Char("Name of the Key", help="Left empty, the name on the certificate is taken.")
    # Not an attachment: nothing of the file may stay on the disk
    file = fields.Binary("Key File (PKCS#12)", attachment=False)
    filename = fields.Char()
    password = fields.Char("Password of the File")

    def action_install(self):
        """Check the file and let its key sign from now on."""
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Please choose the key file."))
        try:
            content = base64.b64decode(self.with_context(bin_size=False).file)
        except binascii.Error as error:
            raise UserError(self.env._("The file cannot be read.")) from error
        key = self.env["brand.signing.key"]._install_pkcs12(
            self._city(), self.name, content, self.password
        )
        return self._done(key)

    def action_make_trial(self):
        """Make a key that nobody vouches for, to see signing at work."""
        self.ensure_one()
        return self._done(self.env["brand.signing.key"]._install_trial(self._city()))

    def _city(self):
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Please choose a city of yours."))
        return self.company_id

    def _done(self, key):
        """Forget file and password at once, show the key."""
        self.unlink()
        return key.get_formview_action()
