import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from huiying.insight.commands.category import evaluate, train, versions
from huiying.insight.tests.make import messages
from huiying.lib.errors import NotPossible

TOP = Path(__file__).parents[3]
SHARED = Path(os.environ.get("HUIYING_SHARED_DATA", TOP.parent / "shared/data"))
LABELLED = SHARED / "teddy2020" / "attachment2_labelled.csv"


def run(command, *words):
    given = ["--task", "category", *map(str, words)]
    return CliRunner().invoke(command, given, catch_exceptions=False)


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "cases.csv"
    cases = messages(80)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "detail", "label"])
        for number, (message, label) in enumerate(zip(cases.messages, cases.paths, strict=True)):
            writer.writerow([number, message.title, message.detail, "/".join(label)])
    return path


def test_a_model_is_trained_and_judged_by_command(data, tmp_path):
    said = run(train, "--data", data, "--model", tmp_path / "model")
    found = run(evaluate, "--data", data, "--model", tmp_path / "model")

    assert "Version 1" in said.output
    figures = json.loads(found.output)
    assert {"macro_f1", "accuracy", "per_class", "docs_per_second"} <= set(figures)
    assert "城市管理/供水" in figures["per_class"]


def test_a_version_is_rolled_back_by_command(data, tmp_path):
    for _ in range(2):
        run(train, "--data", data, "--model", tmp_path / "model")

    said = CliRunner().invoke(versions, ["--model", str(tmp_path / "model"), "--use", "1"])

    assert [line[:3] for line in said.output.splitlines()] == ["  2", "* 1"]
    assert "macro_f1" in said.output


def test_a_table_is_cross_validated_by_command(data):
    found = run(evaluate, "--data", data, "--folds", "3")

    assert sum(each["n"] for each in json.loads(found.output)["per_class"].values()) == 80


@pytest.mark.parametrize("more", [[], ["--folds", "3", "--model", "m"]])
def test_either_a_model_or_folds_must_be_given(data, more):
    with pytest.raises(NotPossible, match="Please give one of"):
        run(evaluate, "--data", data, *more)


def test_a_case_without_a_label_is_pointed_at(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,title,detail,label\nx7,停水,三天,\n", encoding="utf-8")

    with pytest.raises(NotPossible, match=r"Row x7 of a\.csv has no label"):
        run(train, "--data", path, "--model", tmp_path / "m")


def test_a_tree_judges_alone_and_teaches_a_first_model(data, tmp_path):
    tree = tmp_path / "tree.csv"
    lines = [
        "一级,二级,三级",
        "城市管理,供水,自来水停水",
        "城市管理,道路,路灯",
        "劳动保障,工资,拖欠工资",
    ]
    tree.write_text(
        "\n".join([*lines, "劳动保障,社保,养老保险", "环境保护,噪音,工厂排污", ""]),
        encoding="utf-8",
    )

    alone = json.loads(run(evaluate, "--data", data, "--tree", tree).output)
    run(train, "--data", data, "--tree", tree, "--model", tmp_path / "m")

    assert alone["accuracy"] > 0.5
    kept = json.loads((tmp_path / "m/0001/model.json").read_text(encoding="utf-8"))
    assert kept["nodes"][0]["children"] == ["劳动保障", "城市管理", "环境保护"]
    assert kept["routed_from"] > 1


@pytest.mark.skipif(not LABELLED.exists(), reason=f"no {LABELLED.name}: set HUIYING_SHARED_DATA")
def test_real_messages_are_told_apart_as_well_as_published(tmp_path):
    """Two thirds teach, one third is judged; more teach in the published figures."""
    run(train, "--data", LABELLED, "--model", tmp_path)

    figures = json.loads((tmp_path / "0001" / "evaluation.json").read_text(encoding="utf-8"))
    assert figures["macro_f1"] >= 0.91
    assert figures["calibration_error"] <= 0.03
    assert (tmp_path / "0001" / "arrays.npz").stat().st_size <= 5_000_000
