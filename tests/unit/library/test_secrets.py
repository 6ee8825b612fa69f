"""Settings out of files: what they become, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from bangduan.errors import ConfigurationError
from bangduan.secrets import revealed
from bangduan.settings import Settings


def a_file(tmp_path: Path, text: str, name: str = "secret") -> str:
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def test_a_setting_is_read_from_its_file_without_the_end_of_the_line(tmp_path: Path) -> None:
    environment = {"BANGDUAN_BROKER_FILE": a_file(tmp_path, "amqp://a:b@rabbitmq//\n")}

    assert Settings.from_environment(environment).broker == "amqp://a:b@rabbitmq//"


def test_a_password_in_a_file_comes_into_the_url_of_its_setting(tmp_path: Path) -> None:
    environment = {
        "BANGDUAN_DATABASE": "postgresql+psycopg2://funds@postgres/funds",
        "BANGDUAN_DATABASE_PASSWORD_FILE": a_file(tmp_path, "s3cret"),
    }

    url = Settings.from_environment(environment).database_url("funds")

    assert url == "postgresql+psycopg2://funds:s3cret@postgres/funds"


@given(password=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
def test_whatever_the_password_the_database_is_given_it(password: str) -> None:
    environment = {
        "BANGDUAN_DATABASE": "postgresql+psycopg2://{service}@postgres/{service}",
        "BANGDUAN_DATABASE_PASSWORD": password,
    }

    url = make_url(Settings.from_environment(environment).database_url("funds"))

    assert (url.username, url.password, url.database) == ("funds", password, "funds")


def test_of_a_setting_given_twice_neither_is_believed(tmp_path: Path) -> None:
    environment = {
        "BANGDUAN_TAMBON": "110113",
        "BANGDUAN_TAMBON_FILE": a_file(tmp_path, "110114"),
    }

    with pytest.raises(ConfigurationError, match="BANGDUAN_TAMBON and BANGDUAN_TAMBON_FILE"):
        Settings.from_environment(environment)


def test_a_file_that_is_not_there_is_named_with_the_variable(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"BANGDUAN_BROKER_FILE names .*/none"):
        revealed({"BANGDUAN_BROKER_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize("url", ["sqlite:///{data}/{service}.sqlite3", "amqp://rabbitmq//", ""])
def test_a_password_without_a_user_to_have_it_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="no URL with a user"):
        revealed({"BANGDUAN_BROKER": url, "BANGDUAN_BROKER_PASSWORD": "x"})


def test_a_url_with_a_password_takes_no_second_one() -> None:
    with pytest.raises(ConfigurationError, match="holds a password already"):
        revealed({"BANGDUAN_BROKER": "amqp://a:b@h//", "BANGDUAN_BROKER_PASSWORD": "x"})


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    environment = {"PGPASSWORD_FILE": str(tmp_path), "HOME": "/root", "BANGDUAN_HOST": "::"}

    assert revealed(environment) == environment


def test_an_empty_name_of_a_file_is_no_file() -> None:
    assert revealed({"BANGDUAN_BROKER_FILE": ""}) == {}
