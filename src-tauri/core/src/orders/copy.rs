//! An order's lines once more, as a new basket at today's prices.

use super::edit::standing;
use super::store::head;
use crate::baskets::{self, Basket, NewBasket};
use crate::customers::{self, WALK_IN};
use crate::db::Uow;
use crate::kernel::{Failure, LocationId, MAX_QUANTITY, OrderId, Refusal};
use crate::stock::{Wanted, open_location};

crate::strict_request! {
    pub struct OrderCopy {
        pub id: OrderId,
    }
}
crate::response! {
    pub struct OrderCopied {
        pub basket: Basket,
        /// Products that are archived since and were left out.
        pub left: Vec<String>,
    }
}

pub fn order_copy(uow: &mut Uow<'_>, request: OrderCopy) -> Result<OrderCopied, Failure> {
    let order = standing(uow, head(uow, request.id)?.id)?;
    let mut left = Vec::new();
    let mut lines: Vec<Wanted> = Vec::with_capacity(order.lines.len());
    for line in order.lines {
        let Wanted { sellable, location_id, quantity, .. } = line.wanted;
        if sellable.archived {
            left.push(sellable.name);
            continue;
        }
        let location_id = usable_location(uow, location_id)?;
        let key = (sellable.variant_id, location_id);
        // Orders of before, and locations that are archived since, can bring one variant twice.
        match lines.iter_mut().find(|known| (known.sellable.variant_id, known.location_id) == key) {
            Some(known) => known.quantity = (known.quantity + quantity).min(MAX_QUANTITY),
            None => lines.push(Wanted { line_no: lines.len() as i64 + 1, sellable, location_id, quantity }),
        }
    }
    // A customer who is archived since is not one to sell to; what the order calls them stays.
    let customer = match order.customer.id {
        Some(id) => match customers::known_customer(uow, id) {
            Ok(known) => known,
            Err(Failure::Refused(_)) => customers::Known { id: None, ..order.customer },
            Err(failure) => return Err(failure),
        },
        None => order.customer,
    };
    let text = |text: String| if customer.id.is_some() || text == WALK_IN { String::new() } else { text };
    let id = baskets::begin(
        uow,
        &NewBasket {
            customer_id: customer.id,
            customer_name: text(customer.name),
            customer_email: text(customer.email),
            customer_phone: text(customer.phone),
            priority: Some(order.words.priority),
            fulfilment: Some(order.words.fulfilment),
            address: order.words.address,
            note: order.words.note,
            lines,
            ..NewBasket::default()
        },
    )?;
    Ok(OrderCopied { basket: baskets::read(uow, id)?, left })
}

/// The location, or the one that the store sells from where it is archived.
fn usable_location(uow: &Uow<'_>, id: LocationId) -> Result<LocationId, Failure> {
    match open_location(uow, id) {
        Ok(id) => Ok(id),
        Err(Failure::Refused(refusal)) if matches!(*refusal, Refusal::Archived { .. }) => {
            Ok(uow.rules.selling_location_id)
        }
        Err(failure) => Err(failure),
    }
}
