"""Errors and cancellation are logged and raised again."""

import asyncio
import logging

log = logging.getLogger(__name__)


async def checkout(cart_id, load_cart, price, pay):
    try:
        cart = await load_cart(cart_id)
        total = await price(cart)
        receipt = await pay(cart_id, total)
    except asyncio.CancelledError:
        log.warning("checkout of %s was cancelled", cart_id)
        raise
    except Exception:
        log.exception("checkout of %s failed", cart_id)
        raise
    else:
        return receipt
    finally:
        log.info("checkout of %s is over", cart_id)
