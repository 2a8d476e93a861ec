from . import test_main_path
