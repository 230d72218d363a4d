//! Moving many orders at once. Each goes or stays on its own; together they carry one batch id in the audit.

use super::store::{Head, head};
use super::transition::{Move, move_along};
use crate::db::Uow;
use crate::kernel::{BatchId, Failure, Fields, OrderId, OrderStatus, Problem, Refusal};
use crate::reservations::serve_freed;
use std::collections::BTreeSet;

/// The most orders of one request: others wait for the writer while it runs.
const MAX_ORDERS: usize = 500;

crate::strict_request! {
    /// Moves each order to the same status. One that may not stays as it is and says why; the others go on.
    pub struct OrderTransitionMany {
        /// At most 500.
        pub ids: Vec<OrderId>,
        pub to: OrderStatus,
        /// Required on the way to cancelled.
        pub reason: Option<String>,
    }
}
crate::response! {
    pub struct OrderMoved {
        pub id: OrderId,
        /// Null where there is no such order.
        pub number: Option<String>,
        pub done: bool,
        /// Why it stayed as it was.
        pub refusal: Option<Refusal>,
    }
    pub struct OrdersMoved {
        /// What the audit entries of all of them carry.
        pub batch_id: BatchId,
        /// In the order of the request.
        pub rows: Vec<OrderMoved>,
        pub done: i64,
        pub refused: i64,
    }
}

pub fn order_transition_many(uow: &mut Uow<'_>, request: OrderTransitionMany) -> Result<OrdersMoved, Failure> {
    let asked = parse(&request)?;
    let batch_id = BatchId::new(uow.now);
    uow.act.audit_batch = Some(batch_id);
    let mut rows = Vec::with_capacity(request.ids.len());
    for id in request.ids {
        rows.push(one_of_them(uow, id, &asked)?);
        // What one order gives back is not the next one's while somebody waits for it.
        serve_freed(uow)?;
    }
    uow.act.audit_batch = None;
    let done = rows.iter().filter(|row| row.done).count() as i64;
    Ok(OrdersMoved { batch_id, done, refused: rows.len() as i64 - done, rows })
}

fn parse(request: &OrderTransitionMany) -> Result<Move, Refusal> {
    let mut fields = Fields::default();
    if request.ids.is_empty() {
        fields.add("ids", Problem::Required, None);
    } else if request.ids.len() > MAX_ORDERS {
        fields.add("ids", Problem::TooLarge, i64::try_from(MAX_ORDERS).ok());
    } else {
        let mut seen = BTreeSet::new();
        for (index, id) in request.ids.iter().enumerate() {
            if !seen.insert(id) {
                fields.add(&format!("ids[{index}]"), Problem::Duplicate, None);
            }
        }
    }
    let asked = Move::read(request.to, request.reason.as_deref(), &mut fields);
    fields.finish()?;
    Ok(asked)
}

fn one_of_them(uow: &mut Uow<'_>, id: OrderId, asked: &Move) -> Result<OrderMoved, Failure> {
    let known = match head(uow, id) {
        Ok(head) => head,
        Err(Failure::Refused(refusal)) => {
            return Ok(OrderMoved { id, number: None, done: false, refusal: Some(*refusal) });
        }
        Err(failure) => return Err(failure),
    };
    let moved = uow.apart(|uow| move_along(uow, &known, asked))?;
    let Head { number, .. } = known;
    Ok(match moved {
        Ok(_) => OrderMoved { id, number: Some(number), done: true, refusal: None },
        Err(refusal) => OrderMoved { id, number: Some(number), done: false, refusal: Some(*refusal) },
    })
}
