"""The generated models are in sync with the contracts, and take and refuse the same texts as TypeScript."""

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, StringConstraints, TypeAdapter, ValidationError

from service_kit_py.contracts import SHAPES

ROOT = Path(__file__).parents[3]
TIMEOUT_S = 300
Corpus = dict[str, list[dict[str, Any]]]


def run_contracts_script(script: str, *arguments: str) -> str:
    """Standard output of a TypeScript file of packages/contracts; fails the test with its errors if it fails."""
    node = ROOT / "node_modules" / ".bin" / "node"
    command = [str(node), "--conditions=@fintrack/source", str(ROOT / "packages/contracts" / script), *arguments]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_generated_files_are_in_sync() -> None:
    run_contracts_script("src/emit.ts", "--check")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    by_shape: Corpus = {}
    for line in run_contracts_script("test/print-corpus.ts").strip().split("\n"):
        example = json.loads(line)
        by_shape.setdefault(example["shape"], []).append(example)
    return by_shape


def accepts_text(adapter: TypeAdapter[Any], text: str) -> bool:
    """As the queue consumer reads a message."""
    try:
        adapter.validate_json(text)
    except ValidationError:
        return False
    return True


def accepts_parsed(adapter: TypeAdapter[Any], text: str) -> bool:
    """As FastAPI reads a body: parsed by Python's json, which knows NaN and lone surrogates, then validated."""
    try:
        adapter.validate_python(json.loads(text))
    except (ValidationError, json.JSONDecodeError):
        return False
    return True


def test_corpus_covers_every_shape(corpus: Corpus) -> None:
    assert sorted(corpus) == sorted(SHAPES)
    counts = {name: Counter(example["accepted"] for example in examples) for name, examples in corpus.items()}
    assert [name for name, count in counts.items() if count[True] < 50 or count[False] < 5] == []


@pytest.mark.parametrize("name", sorted(SHAPES))
@pytest.mark.parametrize("accepts", [accepts_text, accepts_parsed])
def test_python_accepts_what_typescript_accepts(name: str, accepts: Any, corpus: Corpus) -> None:
    assert differing(TypeAdapter(SHAPES[name]), accepts, corpus[name]) == []


class LaxMoney(BaseModel):
    """Each field alone is laxer than Money's: Unicode digits, and pydantic's own ways with extra fields."""

    amount_minor: Annotated[str, StringConstraints(pattern=r"^-?\d{1,18}$"), Field(alias="amountMinor")]
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


def test_a_laxer_model_is_found_out(corpus: Corpus) -> None:
    found = differing(TypeAdapter(LaxMoney), accepts_text, corpus["Money"])
    assert any(line.startswith("pattern /amountMinor") for line in found)
    assert any(line.startswith("extra /extra") for line in found)


def differing(adapter: TypeAdapter[Any], accepts: Any, examples: list[dict[str, Any]]) -> list[str]:
    return [
        f"{example['label']}: TypeScript {'accepts' if example['accepted'] else 'refuses'} {example['text'][:300]}"
        for example in examples
        if accepts(adapter, example["text"]) != example["accepted"]
    ]
