//! A sample store: Alder & Pine, an outdoor and home shop in Galway, with thirty days behind it.
//!
//! Every step goes through the use cases that people use, at its own time, so the sample keeps the promises that
//! real books keep. The same figures come out each time; only ids and the time of day differ.

mod baskets;
mod goods;
mod people;
mod plan;
mod prices;
mod random;
mod tell;

use super::core::Core;
use crate::audit::{self, Entry};
use crate::db::{Act, Committed, Told, Uow, Work};
use crate::kernel::{AuditAction, Failure, Fields, Refusal};
use serde_json::json;

/// The most products of a sample.
const MAX_PRODUCTS: i64 = 5_000;
/// The most orders of a sample: all of it is one transaction.
const MAX_ORDERS: i64 = 50_000;
/// What makes the sample the same each time.
const SEED: u64 = 0x0a1d_e4a9_d914_e001;

impl Core {
    /// Fills a new demo store: all of it, or nothing. Refused in a store that is no demo or has products already.
    pub fn fill_demo(&self, products: u32, orders: u32) -> Result<(), Refusal> {
        let mut fields = Fields::default();
        fields.range("products", products.into(), 1, MAX_PRODUCTS);
        fields.range("orders", orders.into(), 0, MAX_ORDERS);
        fields.finish()?;
        if !self.demo {
            return Err(not_here("sample data goes only into a store that was made as a demo"));
        }
        let (owner, system) = (self.owner.clone(), self.system.clone());
        let work: Work = Box::new(move |uow| {
            check_empty(uow)?;
            tell::tell(uow, &owner, &system, products, orders)?;
            // A new unit of work knows the settings that the story made.
            baskets::park(&mut Uow::new(uow.conn, uow.now, uow.actor, uow.act)?)?;
            note(uow, products, orders)?;
            Ok(Told(String::new()))
        });
        match self.work(&self.owner, Act::default(), work) {
            Committed::Told(_) => Ok(()),
            Committed::Refused(refusal) => Err(*refusal),
            Committed::Incident(number) => Err(Refusal::Busy { what: format!("The sample store ({number})") }),
        }
    }
}

fn not_here(reason: &str) -> Refusal {
    Refusal::DestinationNotAllowed { reason: reason.to_owned() }
}

fn check_empty(uow: &Uow<'_>) -> Result<(), Failure> {
    let products: i64 = uow.one("SELECT count(*) FROM product", [], |row| row.get(0))?;
    if products == 0 {
        return Ok(());
    }
    Err(not_here(&format!("it has {products} products already; sample data goes only into an empty store")).into())
}

fn note(uow: &mut Uow<'_>, products: u32, orders: u32) -> Result<(), Failure> {
    audit::record(
        uow,
        Entry {
            action: AuditAction::DemoFilled,
            object_type: "store",
            object_id: "store".to_owned(),
            object_label: "sample",
            old: None,
            new: Some(json!({ "products": products, "orders": orders })),
            reason: None,
        },
    )
}
