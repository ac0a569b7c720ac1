"""What agreements move from one party to another in a year, to the penny."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from results.cost_drivers import DRIVERS
from results.task import Tables
from scenarios.agreements import Agreement
from scenarios.prices import in_prices_of
from scenarios.scenario import Scenario


class Payment(NamedTuple):
    """What one agreement comes to in a year; `pence` is what the payer pays and the payee receives."""

    driver: str
    quantity: float
    rate_gbp: float
    pence: int


def pence(gbp: float) -> int:
    """Pounds in whole pence, halves to the even one."""
    return round(gbp * 100.0)


def payment(
    agreement: Agreement, scenario: Scenario, tables: Tables, costs: Mapping[str, int]
) -> Payment:
    """One agreement's payment in a year. `costs` are the pence of each cost item, from which it may recover a share."""
    if agreement.rate is not None and agreement.driver is not None:
        rate = in_prices_of(agreement.rate, scenario.price_year, scenario.price_indices)
        quantity = DRIVERS[agreement.driver](agreement, scenario, tables)
        due = pence(agreement.payable(quantity, rate))
        return Payment(agreement.driver, quantity, rate, due)
    assert agreement.share is not None
    recovered = sum(costs.get(key, 0) for key in agreement.recovers) / 100.0
    due = pence(agreement.payable(recovered * agreement.share.base, 1.0))
    return Payment("cost_recovery", recovered, agreement.share.base, due)


def side_words(agreement: Agreement, sign: int) -> str:
    """An agreement as the payer's (sign 1) or the payee's cost item."""
    other = agreement.payee if sign > 0 else agreement.payer
    return f"{agreement.title} ({'paid to' if sign > 0 else 'received from'} {other})"
