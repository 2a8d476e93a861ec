"""What changed between two submissions, answer by answer and file by file."""

from scheme.changes import Change, changes


def document(key, filename, sha256):
    return {"key": key, "name": "检验报告", "filename": filename, "sha256": sha256}


def test_answers_are_told_in_the_order_of_the_form_with_old_and_new():
    before = {"answers": {"b": "二", "a": "一", "same": "同"}}
    after = {"answers": {"a": "壹", "same": "同", "z": "新"}}

    assert changes(before, after, order=("a", "b")) == (
        Change("a", "一", "壹"),
        Change("b", "二", ""),
        Change("z", "", "新"),
    )


def test_a_replaced_file_is_told_with_both_hashes():
    before = {"documents": [document("d1", "报告.pdf", "aa")]}
    after = {"documents": [document("d1", "报告2.pdf", "bb")]}

    assert changes(before, after) == (
        Change("d1", "报告.pdf", "报告2.pdf", "检验报告", True, "aa", "bb"),
    )


def test_the_same_content_under_another_name_is_the_same_file():
    before = {"documents": [document("d1", "报告.pdf", "aa")]}
    after = {"documents": [document("d1", "改名.pdf", "aa")]}

    assert changes(before, after) == ()


def test_a_file_that_came_or_went_has_one_hash():
    with_file = {"documents": [document("d1", "报告.pdf", "aa")]}
    without = {"documents": [document("d1", "", "")]}

    assert [(c.old_hash, c.new_hash) for c in changes(without, with_file)] == [("", "aa")]
    assert [(c.old_hash, c.new_hash) for c in changes(with_file, without)] == [("aa", "")]
