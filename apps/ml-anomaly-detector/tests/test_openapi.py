from typing import Any, cast

from service_kit_py.contract import Contract
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.testing.comparable_openapi import comparable_openapi

from ml_anomaly_detector.main import SERVICE, make_app


def test_openapi_equals_the_contract() -> None:
    unused = cast(Any, None)
    app = make_app(unused, unused, ServiceMetrics(SERVICE))
    assert comparable_openapi(app.openapi()) == comparable_openapi(Contract(SERVICE).document)
