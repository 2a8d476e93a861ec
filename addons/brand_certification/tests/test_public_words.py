from odoo.tests import BaseCase

from ..scheme.publishing import DEFAULT_ACCENT, for_public, readable_accent

FULL_WIDTH = "\uff08驰名商标\uff09"
TEXTS = [  # what somebody typed, what everybody may read
    ("持有人340202199003071234提出", "持有人340202********1234提出"),
    ("持有人34020219900307123X提出", "持有人340202********123X提出"),
    ("请联系13812345678", "请联系138****5678"),
    ("账号6222021234567890123", "账号6222 **** 0123"),
    ("代码91340202MA2XYZ0013", "代码91340202MA2XYZ0013"),  # public: stays
    ("电话0553-3838383", "电话0553-3838383"),  # an office's: stays
    (f"示例牌水泵{FULL_WIDTH}", "示例牌水泵"),
    ("示例牌(中国驰名商标)水泵", "示例牌水泵"),
    (None, ""),
    (False, ""),
]


class TestPublicWords(BaseCase):
    def test_numbers_of_persons_are_masked_and_well_known_marks_left_out(self):
        for typed, public in TEXTS:
            with self.subTest(typed=typed):
                self.assertEqual(for_public(typed), public)

    def test_a_colour_is_darkened_until_white_words_can_be_read_on_it(self):
        self.assertEqual(readable_accent("#7a5c20"), "#7a5c20")
        self.assertEqual(readable_accent("#ffcc00"), "#866a00")

    def test_what_is_no_colour_does_not_reach_a_style_attribute(self):
        for colour in ("red;background:url(x)", "#12345", "", None, False, "#12345g"):
            with self.subTest(colour=colour):
                self.assertEqual(readable_accent(colour), DEFAULT_ACCENT)
