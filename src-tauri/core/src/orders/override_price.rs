//! A manager's price in place of the quoted one, on a line of a basket or of a pending order. No other command takes a
//! price.

use super::draft::{DraftLine, Totals};
use super::edit::{prices_for, rewrite, standing};
use super::get::{OrderDetail, read};
use super::store::head;
use crate::baskets::{self, Basket, Overridden};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{AuditAction, BasketId, Failure, Fields, Money, OrderId, OrderStatus, Problem, Refusal};
use serde::{Deserialize, Deserializer};

crate::strict_request! {
    /// Of one of the two.
    pub struct PriceOverride {
        pub basket_id: Option<BasketId>,
        pub order_id: Option<OrderId>,
        pub row_version: i64,
        pub line_no: i64,
        /// Of one unit. Null takes it back: the line is quoted today.
        #[serde(deserialize_with = "named")]
        #[ts(type = "Money | null")]
        pub price: Option<Money>,
        pub reason: String,
    }
}
crate::response! {
    pub struct PriceOverridden {
        pub basket: Option<Basket>,
        pub order: Option<OrderDetail>,
    }
}

/// Left out is not null: nobody takes a price back by forgetting it.
fn named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    Option::deserialize(deserializer)
}

pub fn price_override(uow: &mut Uow<'_>, request: PriceOverride) -> Result<PriceOverridden, Failure> {
    let mut fields = Fields::default();
    let price = request.price.map(|price| uow.rules.currency.minor("price", price, &mut fields));
    let reason = fields.text("reason", &request.reason, MAX_NOTE);
    if request.reason.trim().is_empty() {
        fields.add("reason", Problem::Required, None);
    }
    match (request.basket_id, request.order_id) {
        (None, None) => fields.add("basketId", Problem::Required, None),
        (Some(_), Some(_)) => fields.add("orderId", Problem::NotAllowed, None),
        (Some(_), None) | (None, Some(_)) => {}
    }
    fields.finish()?;
    let by_hand = price.map(|price| Overridden { price, reason: reason.clone() });
    let (version, line_no) = (request.row_version, request.line_no);
    let basket = match request.basket_id {
        Some(id) => Some(baskets::override_price(uow, id, version, line_no, by_hand.clone(), &reason)?),
        None => None,
    };
    let order = match request.order_id {
        Some(id) => Some(on_order(uow, id, version, line_no, by_hand, &reason)?),
        None => None,
    };
    Ok(PriceOverridden { basket, order })
}

fn on_order(
    uow: &mut Uow<'_>,
    id: OrderId,
    row_version: i64,
    line_no: i64,
    by_hand: Option<Overridden>,
    reason: &str,
) -> Result<OrderDetail, Failure> {
    let head = head(uow, id)?;
    if head.status != OrderStatus::Pending {
        let fields = vec!["unitPrice".to_owned()];
        return Err(Refusal::OrderNotEditable { number: head.number, status: head.status, fields }.into());
    }
    Uow::check_version("order", id, row_version, head.row_version)?;
    let before = standing(uow, id)?;
    let mut after = before.clone();
    let line = after
        .lines
        .iter_mut()
        .find(|line| line.wanted.line_no == line_no)
        .ok_or_else(|| Refusal::not_found("line", line_no))?;
    if by_hand.is_none() && line.price.overridden.is_none() {
        return Err(Refusal::field("price", Problem::Required, None).into());
    }
    let prices = prices_for(uow, &before.customer)?;
    *line = DraftLine::quoted(uow, &prices, line.wanted.clone(), by_hand)?;
    after.totals = Totals::of(&after.lines)?;
    rewrite(uow, &head, &before, &after, AuditAction::PriceOverridden, Some(reason))?;
    read(uow, id)
}
