//! The table of order states: the only source of what may follow what, who may do it and what it does to stock.
//! The SQL table `order_transition` is checked against it when a store is opened, and the buttons come from it.

use crate::kernel::{OrderStatus, Refusal, Role};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who sets a transition off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Person,
    /// The last open line was closed short.
    CloseShort,
}

/// What a transition does to stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Holds become allocations; what lapsed is taken again, or the order is refused.
    Allocate,
    Nothing,
    /// Allocated units leave the shelf.
    Ship,
    /// Holds and allocations give their units back.
    GiveBack,
}

/// What the buttons are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderAction {
    Confirm,
    Process,
    Ship,
    Deliver,
    Cancel,
    CloseShort,
    /// Some of what is open leaves, the rest stays.
    ShipPart,
    Return,
    Pay,
    Refund,
    Edit,
    Extend,
    Copy,
}

/// One way from a status to another. Only this table makes them.
#[expect(clippy::manual_non_exhaustive, reason = "the attribute would let the rest of this crate make one")]
#[derive(Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: OrderStatus,
    pub to: OrderStatus,
    pub by: By,
    pub action: OrderAction,
    pub effect: Effect,
    pub least_role: Role,
    _only_here: (),
}

const fn by_person(from: OrderStatus, to: OrderStatus, action: OrderAction, effect: Effect) -> Transition {
    Transition { from, to, by: By::Person, action, effect, least_role: Role::Clerk, _only_here: () }
}

pub const TRANSITIONS: &[Transition] = &[
    by_person(OrderStatus::Pending, OrderStatus::Confirmed, OrderAction::Confirm, Effect::Allocate),
    by_person(OrderStatus::Pending, OrderStatus::Cancelled, OrderAction::Cancel, Effect::GiveBack),
    by_person(OrderStatus::Confirmed, OrderStatus::Processing, OrderAction::Process, Effect::Nothing),
    by_person(OrderStatus::Confirmed, OrderStatus::Cancelled, OrderAction::Cancel, Effect::GiveBack),
    by_person(OrderStatus::Processing, OrderStatus::Shipped, OrderAction::Ship, Effect::Ship),
    Transition {
        from: OrderStatus::Processing,
        to: OrderStatus::Cancelled,
        by: By::CloseShort,
        action: OrderAction::CloseShort,
        effect: Effect::Nothing,
        least_role: Role::Manager,
        _only_here: (),
    },
    by_person(OrderStatus::Shipped, OrderStatus::Delivered, OrderAction::Deliver, Effect::Nothing),
];

/// The ways that a person may take from a status.
pub fn ways_from(from: OrderStatus) -> impl Iterator<Item = &'static Transition> {
    TRANSITIONS.iter().filter(move |way| way.from == from && way.by == By::Person)
}

/// The way between two statuses that a person may take.
pub fn find(from: OrderStatus, to: OrderStatus) -> Option<&'static Transition> {
    ways_from(from).find(|way| way.to == to)
}

/// The way a person may take, or the refusal that names those there are.
pub fn way(from: OrderStatus, to: OrderStatus) -> Result<&'static Transition, Refusal> {
    find(from, to).ok_or_else(|| not_allowed(from, to))
}

pub fn not_allowed(from: OrderStatus, to: OrderStatus) -> Refusal {
    Refusal::OrderTransitionNotAllowed { from, to, allowed: ways_from(from).map(|way| way.to).collect() }
}

/// The way that an order takes when its last open line is closed short: to shipped if anything was shipped, to
/// cancelled otherwise. A confirmed order takes its usual way.
pub fn when_all_closed(from: OrderStatus, any_shipped: bool) -> Option<&'static Transition> {
    let to = if any_shipped { OrderStatus::Shipped } else { OrderStatus::Cancelled };
    TRANSITIONS.iter().find(|way| way.from == from && way.to == to && may_close_short(from))
}

/// Does an order in this status stay as it is?
pub fn is_final(status: OrderStatus) -> bool {
    ways_from(status).next().is_none()
}

/// May units of an order in this status leave the shelf?
pub fn may_ship(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Confirmed | OrderStatus::Processing)
}

/// May an order in this status take goods back?
pub fn may_return(status: OrderStatus) -> bool {
    status == OrderStatus::Delivered
}

/// May lines of an order in this status be closed short?
pub fn may_close_short(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Confirmed | OrderStatus::Processing)
}

/// The SQL table's rows that are not in this table, and the other way round.
pub fn differences(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT from_status, to_status, by FROM order_transition ORDER BY 1, 2")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, OrderStatus>(0)?, row.get::<_, OrderStatus>(1)?, row.get::<_, String>(2)?))
    })?;
    let in_sql = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut differences = Vec::new();
    for (from, to, by) in &in_sql {
        let known = TRANSITIONS.iter().any(|way| {
            let word = match way.by {
                By::Person => "person",
                By::CloseShort => "close_short",
            };
            way.from == *from && way.to == *to && word == by
        });
        if !known {
            differences.push(format!("{from} -> {to} ({by}) is in the file but not in the program"));
        }
    }
    for way in TRANSITIONS {
        if !in_sql.iter().any(|(from, to, _)| way.from == *from && way.to == *to) {
            differences.push(format!("{} -> {} is in the program but not in the file", way.from, way.to));
        }
    }
    Ok(differences)
}
