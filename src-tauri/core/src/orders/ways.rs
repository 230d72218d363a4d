//! What can be done with many orders at once: each way that at least one of them may take, and what it does.

use super::states::{self, Effect, OrderAction};
use crate::db::Snapshot;
use crate::kernel::{Failure, Fields, OrderId, OrderStatus, Problem};
use rusqlite::named_params;
use serde_json::json;

/// The most orders that are looked at together: what a person selects, not a whole year.
const MAX_ORDERS: usize = 5_000;

crate::strict_request! {
    /// The ways that at least one of these orders may take now.
    pub struct OrderManyLook {
        /// At most 5,000.
        pub ids: Vec<OrderId>,
    }
}
crate::response! {
    pub struct OrderWay {
        pub action: OrderAction,
        pub to: OrderStatus,
        pub needs_reason: bool,
        /// How many of them may take it.
        pub orders: i64,
        /// Units of these that are reserved, go back to available, or leave the shelf.
        pub units: i64,
    }
    pub struct OrderWays {
        /// How many of them there are.
        pub orders: i64,
        /// In the order in which an order takes them; giving up comes last.
        pub rows: Vec<OrderWay>,
    }
}

/// Orders in one status.
struct Standing {
    status: OrderStatus,
    orders: i64,
    items: i64,
    open: i64,
    held: i64,
}

pub fn order_many_look(books: &Snapshot<'_>, request: OrderManyLook) -> Result<OrderWays, Failure> {
    let mut fields = Fields::default();
    if request.ids.len() > MAX_ORDERS {
        fields.add("ids", Problem::TooLarge, i64::try_from(MAX_ORDERS).ok());
    }
    fields.finish()?;
    let standing = standing(books, &request.ids)?;
    let mut rows: Vec<OrderWay> = Vec::new();
    for way in states::TRANSITIONS {
        let may = way.by == states::By::Person && books.actor.role.may(way.least_role);
        let Some(at) = standing.iter().find(|at| may && at.status == way.from) else { continue };
        let units = match way.effect {
            Effect::Allocate => at.items,
            Effect::Nothing => 0,
            Effect::Ship => at.open,
            Effect::GiveBack => at.open + at.held,
        };
        match rows.iter_mut().find(|row| row.to == way.to) {
            Some(row) => {
                row.orders += at.orders;
                row.units += units;
            }
            None => rows.push(OrderWay {
                action: way.action,
                to: way.to,
                needs_reason: way.to == OrderStatus::Cancelled,
                orders: at.orders,
                units,
            }),
        }
    }
    rows.sort_by_key(|row| row.to == OrderStatus::Cancelled);
    Ok(OrderWays { orders: standing.iter().map(|at| at.orders).sum(), rows })
}

fn standing(books: &Snapshot<'_>, ids: &[OrderId]) -> Result<Vec<Standing>, Failure> {
    books.rows(
        "SELECT orders.status, count(*), sum(orders.items),
                sum((SELECT coalesce(sum(quantity - shipped - released), 0)
                     FROM allocation WHERE order_id = orders.id)),
                sum((SELECT coalesce(sum(quantity), 0)
                     FROM reservation WHERE order_id = orders.id AND status = 'active'))
         FROM json_each(:ids) AS asked
         CROSS JOIN orders ON orders.id = unhex(asked.value, '-')
         GROUP BY orders.status",
        named_params! { ":ids": json!(ids).to_string() },
        |row| {
            Ok(Standing {
                status: row.get(0)?,
                orders: row.get(1)?,
                items: row.get(2)?,
                open: row.get(3)?,
                held: row.get(4)?,
            })
        },
    )
}
