use super::price::LinePrice;
use super::store::{Head, Line, head, lines};
use crate::db::Snapshot;
use crate::kernel::{
    BasketId, BasketStatus, CustomerId, Day, Failure, Fulfilment, Instant, LocationId, Minor, Money, OrderId, Priority,
    VariantId,
};
use crate::pricing::{NextBreak, PriceStep, Prices};
use rusqlite::named_params;
use std::collections::HashMap;

crate::strict_request! {
    pub struct BasketGet {
        pub id: BasketId,
    }
}
crate::response! {
    pub struct BasketCustomer {
        /// Null: a customer who is not kept, or nobody yet.
        pub id: Option<CustomerId>,
        pub name: String,
        pub email: String,
        pub phone: String,
        /// The tier that the prices are worked out for.
        pub tier_name: String,
    }
    /// A manager's price in place of the quoted one.
    pub struct BasketLineOverride {
        pub price: Money,
        pub reason: String,
    }
    /// What the line would cost if it were quoted today.
    pub struct BasketOffer {
        pub unit_price: Money,
        pub line_total: Money,
        pub steps: Vec<PriceStep>,
    }
    pub struct BasketLine {
        pub line_no: i64,
        pub variant_id: VariantId,
        pub location_id: LocationId,
        pub location_name: String,
        pub sku: String,
        pub name: String,
        pub quantity: i64,
        /// Base price and variant adjustment, before reductions.
        pub list_price: Money,
        pub unit_price: Money,
        pub line_total: Money,
        /// The tax rate that the price includes, in basis points.
        pub tax_rate_bp: i64,
        pub tax: Money,
        pub breakdown: Vec<PriceStep>,
        pub quoted_at: Instant,
        #[serde(rename = "override")]
        pub overridden: Option<BasketLineOverride>,
        /// Units that nobody else holds: free ones and those held for this basket.
        pub available: i64,
        /// Units held for this basket.
        pub held: i64,
        /// Units that this basket waits for.
        pub waiting: i64,
        /// Today's price, where it is another; the line keeps its own until somebody takes it.
        pub offer: Option<BasketOffer>,
        pub next_break: Option<NextBreak>,
        /// The product was archived since; it has to be taken out or restored.
        pub archived: bool,
    }
    pub struct Basket {
        pub id: BasketId,
        pub seq: i64,
        /// Empty: it is called by its customer.
        pub name: String,
        pub status: BasketStatus,
        pub customer: BasketCustomer,
        pub priority: Priority,
        pub fulfilment: Fulfilment,
        pub address: String,
        pub promised_on: Option<Day>,
        pub note: String,
        pub lines: Vec<BasketLine>,
        /// At list prices.
        pub subtotal: Money,
        pub discount: Money,
        pub tax: Money,
        pub total: Money,
        /// Units of all lines.
        pub items: i64,
        /// What it became.
        pub order_id: Option<OrderId>,
        pub staff_name: String,
        pub created_at: Instant,
        pub updated_at: Instant,
        pub row_version: i64,
    }
}

pub fn basket_get(books: &Snapshot<'_>, request: BasketGet) -> Result<Basket, Failure> {
    read(books, request.id)
}

/// A basket whole, with what its lines would cost and could get now.
pub fn read(books: &Snapshot<'_>, id: BasketId) -> Result<Basket, Failure> {
    let head = head(books, id)?;
    let lines = lines(books, id)?;
    let units = units(books, id)?;
    let live = matches!(head.status, BasketStatus::Open | BasketStatus::Parked);
    // A basket that was placed or dropped is offered nothing.
    let prices = if live && !lines.is_empty() { Some(Prices::of(books, head.tier_id, books.now)?) } else { None };
    let sum = |figure: fn(&Line) -> Minor| Minor(lines.iter().map(|line| figure(line).0).sum());
    let subtotal = sum(|line| Minor(line.price.list_price.0 * line.quantity));
    let total = sum(Line::total);
    let Head { customer_id, customer_name, customer_email, customer_phone, tier_name, .. } = head;
    Ok(Basket {
        id,
        seq: head.seq,
        name: head.name,
        status: head.status,
        customer: BasketCustomer {
            id: customer_id,
            name: customer_name,
            email: customer_email,
            phone: customer_phone,
            tier_name,
        },
        priority: head.priority,
        fulfilment: head.fulfilment,
        address: head.address,
        promised_on: head.promised_on,
        note: head.note,
        subtotal: books.money(subtotal),
        discount: books.money(Minor(subtotal.0 - total.0)),
        tax: books.money(sum(Line::tax)),
        total: books.money(total),
        items: lines.iter().map(|line| line.quantity).sum(),
        lines: lines
            .into_iter()
            .map(|line| {
                let units = units.get(&line.line_no).copied().unwrap_or_default();
                told(books, prices.as_ref(), line, units)
            })
            .collect(),
        order_id: head.order_id,
        staff_name: head.staff_name,
        created_at: head.created_at,
        updated_at: head.updated_at,
        row_version: head.row_version,
    })
}

fn told(books: &Snapshot<'_>, prices: Option<&Prices>, line: Line, units: Units) -> BasketLine {
    let (line_total, tax) = (line.total(), line.tax());
    let today = prices
        .filter(|_| line.price.overridden.is_none())
        .map(|prices| LinePrice::quote(books, prices, &line.sellable, line.quantity, None))
        .filter(|today| today.unit_price != line.price.unit_price);
    let offer = today.map(|today| BasketOffer {
        unit_price: books.money(today.unit_price),
        line_total: books.money(Minor(today.unit_price.0.saturating_mul(line.quantity))),
        steps: today.steps,
    });
    let next_break = prices
        .filter(|_| line.price.overridden.is_none())
        .and_then(|prices| prices.next_break(&line.sellable, line.quantity));
    BasketLine {
        line_no: line.line_no,
        variant_id: line.sellable.variant_id,
        location_id: line.location_id,
        location_name: line.location_name,
        sku: line.sellable.sku,
        name: line.sellable.name,
        quantity: line.quantity,
        list_price: books.money(line.price.list_price),
        unit_price: books.money(line.price.unit_price),
        line_total: books.money(line_total),
        tax_rate_bp: line.price.tax_rate_bp,
        tax: books.money(tax),
        breakdown: line.price.steps,
        quoted_at: line.price.quoted_at,
        overridden: line
            .price
            .overridden
            .map(|by_hand| BasketLineOverride { price: books.money(by_hand.price), reason: by_hand.reason }),
        available: units.free + units.held,
        held: units.held,
        waiting: units.waiting,
        offer,
        next_break,
        archived: line.sellable.archived,
    }
}

/// What a line could get.
#[derive(Debug, Clone, Copy, Default)]
struct Units {
    free: i64,
    held: i64,
    waiting: i64,
}

/// By the number of the line.
fn units(books: &Snapshot<'_>, id: BasketId) -> Result<HashMap<i64, Units>, Failure> {
    let rows = books.rows(
        "SELECT line.line_no,
                coalesce(balance.available, 0),
                (SELECT coalesce(sum(quantity), 0) FROM reservation INDEXED BY reservation_by_basket
                 WHERE basket_id = line.basket_id AND variant_id = line.variant_id
                   AND location_id = line.location_id AND status = 'active' AND expires_at > :now
                   AND order_id IS NULL),
                (SELECT coalesce(sum(quantity - granted), 0) FROM stock_wait INDEXED BY stock_wait_by_basket
                 WHERE basket_id = line.basket_id AND variant_id = line.variant_id
                   AND location_id = line.location_id AND status = 'waiting')
         FROM basket_line AS line
         LEFT JOIN stock_balance AS balance
           ON balance.variant_id = line.variant_id AND balance.location_id = line.location_id
         WHERE line.basket_id = :id",
        named_params! { ":id": id, ":now": books.now },
        |row| Ok((row.get(0)?, Units { free: row.get(1)?, held: row.get(2)?, waiting: row.get(3)? })),
    )?;
    Ok(rows.into_iter().collect())
}
