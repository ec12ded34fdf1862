import stat
from pathlib import Path

import pytest

from standfirst.config.home import HomeMisconfigured, home_of
from standfirst.config.new_home import HomeUnwritable, NoPaper, existing_home, make_home


def test_a_new_paper_gets_a_key_of_its_own(tmp_path):
    one, other = make_home(tmp_path / "one", {}), make_home(tmp_path / "other", {})

    assert len(one.secret_key) >= 50
    assert one.secret_key != other.secret_key


def test_the_key_is_nobody_elses_to_read(tmp_path):
    make_home(tmp_path, {})

    assert stat.S_IMODE((tmp_path / "standfirst.toml").stat().st_mode) == 0o600


def test_making_a_paper_again_leaves_its_settings_alone(tmp_path):
    before = make_home(tmp_path, {})
    with (tmp_path / "standfirst.toml").open("a") as file:
        file.write("port = 8123\n")

    again = make_home(tmp_path, {})

    assert (again.secret_key, again.port) == (before.secret_key, 8123)


def test_the_environment_outranks_the_file(tmp_path):
    make_home(tmp_path, {})
    (tmp_path / "standfirst.toml").open("a").write("port = 8123\n")

    assert home_of(tmp_path, {"PORT": "8124"}).port == 8124


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(HomeUnwritable, match=r"file/paper cannot be written .*STANDFIRST_HOME"):
        make_home(tmp_path / "file" / "paper", {})


def test_a_read_only_folder_is_named():
    with pytest.raises(HomeUnwritable, match="/proc/paper cannot be written"):
        make_home(Path("/proc/paper"), {})


def test_a_folder_too_deep_for_sockets_is_refused(tmp_path):
    with pytest.raises(HomeUnwritable, match="too long"):
        make_home(tmp_path / ("x" * 100), {})


def test_a_folder_without_a_paper_says_how_to_make_one(tmp_path):
    with pytest.raises(NoPaper, match="standfirst init --home"):
        existing_home(tmp_path, {})


def test_settings_without_a_key_say_which_line_to_add(tmp_path):
    (tmp_path / "standfirst.toml").write_text("port = 8000\n")

    with pytest.raises(HomeMisconfigured, match="secret_key = "):
        existing_home(tmp_path, {})


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "eighty"), ("PORT", "0"), ("WORKERS", "0"), ("ADDRESS", "example.org")]
)
def test_a_setting_that_cannot_be_is_named(tmp_path, name, value):
    with pytest.raises(HomeMisconfigured, match=f"{name}='{value}'"):
        home_of(tmp_path, {name: value})
