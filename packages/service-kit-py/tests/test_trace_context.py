import pytest

from service_kit_py.trace_context import continue_trace, current_tenant_id, current_trace, trace_context

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_continues_the_callers_trace_with_a_span_of_its_own() -> None:
    trace = continue_trace(f"00-{TRACE_ID}-00f067aa0ba902b7-01")
    assert trace.trace_id == TRACE_ID
    assert trace.span_id != "00f067aa0ba902b7"
    assert trace.traceparent == f"00-{TRACE_ID}-{trace.span_id}-01"


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "",
        "nonsense",
        f"ff-{TRACE_ID}-00f067aa0ba902b7-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE_ID}-{'0' * 16}-01",
        f"00-{TRACE_ID.upper()}-00f067aa0ba902b7-01",
    ],
)
def test_starts_a_trace_for_an_absent_or_malformed_traceparent(malformed: str | None) -> None:
    trace = continue_trace(malformed)
    assert trace.trace_id != TRACE_ID
    assert trace.sampled


def test_accepts_a_later_version_with_more_fields_and_keeps_the_sampling_decision() -> None:
    trace = continue_trace(f"01-{TRACE_ID}-00f067aa0ba902b7-00-more")
    assert (trace.trace_id, trace.sampled) == (TRACE_ID, False)


def test_leaves_nothing_behind() -> None:
    with trace_context(None, "a-tenant") as trace:
        assert (current_trace(), current_tenant_id()) == (trace, "a-tenant")
    assert (current_trace(), current_tenant_id()) == (None, None)
