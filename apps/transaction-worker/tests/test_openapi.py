from service_kit_py.app import create_app
from service_kit_py.contract import Contract
from service_kit_py.metrics import ServiceMetrics
from service_kit_py.testing.comparable_openapi import comparable_openapi

from transaction_worker.main import SERVICE


def test_openapi_equals_the_contract() -> None:
    app = create_app(Contract(SERVICE), "1.0.0", ServiceMetrics(SERVICE), {})
    assert comparable_openapi(app.openapi()) == comparable_openapi(Contract(SERVICE).document)
