"""An objection to a public notice, for tests."""

import base64

from .common import BrandCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
IDENTITY_NUMBER = "34020219900101001X"


class ObjectionCase(BrandCase):
    def setUp(self):
        super().setUp()
        self.application = self.evaluated()
        self.notice = self.notice_of(self.application)
        self.line = self.notice.line_ids
        self.officer, self.reviewer = self.users["officer"], self.users["reviewer"]
        self.other_officer = self._user("officer2", ["brand_certification.group_officer"])

    def named(self, **vals):
        return self.objection_to(
            self.line,
            objector_name="王小明",
            objector_contact="0553-0000009",
            objector_number=IDENTITY_NUMBER,
            objector_proof=base64.b64encode(PNG),
            objector_proof_name="id.png",
            **vals,
        )
