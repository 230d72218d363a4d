//! What the store has in all, and in each category.

use super::shortage::open_location;
use crate::catalog::path_of;
use crate::db::Snapshot;
use crate::kernel::{CategoryId, Failure, Instant, LocationId, Minor, Money, ProductId, ReservationId, VariantId};
use rusqlite::named_params;
use std::collections::HashMap;

crate::request! {
    pub struct InventorySummaryGet {
        /// At this location; left out: over all.
        pub location_id: Option<LocationId>,
    }
}
crate::response! {
    pub struct OldestHold {
        pub reservation_id: ReservationId,
        /// Whom it is for, or the order's number and customer.
        pub for_whom: String,
        pub created_at: Instant,
    }
    /// Products that are not archived, by the category that they are in; null: in none.
    pub struct InventoryCategory {
        pub category_id: Option<CategoryId>,
        /// The names of the categories from the root; empty for those in none.
        pub path: Vec<String>,
        pub variants: i64,
        pub units: i64,
        pub reserved: i64,
        pub low: i64,
        pub out: i64,
        pub value_at_price: Money,
        pub value_at_cost: Money,
    }
    pub struct InventorySummary {
        pub units: i64,
        pub reserved: i64,
        pub available: i64,
        pub variants: i64,
        /// Available at or below the level that counts, those that are out among them.
        pub low: i64,
        /// Nothing on hand.
        pub out: i64,
        /// On hand times the selling price.
        pub value_at_price: Money,
        /// On hand times the last cost, of what has one.
        pub value_at_cost: Money,
        /// Variants on hand of which no cost is known.
        pub without_cost: i64,
        pub oldest_hold: Option<OldestHold>,
        /// In the order of their paths, those in none last.
        pub by_category: Vec<InventoryCategory>,
    }
}

/// A category and what it has. Values are added up in 128 bits: the dearest product times the most units leaves 64.
#[derive(Default)]
struct Tally {
    id: Option<CategoryId>,
    path: Vec<String>,
    level: Option<i64>,
    variants: i64,
    units: i64,
    reserved: i64,
    low: i64,
    out: i64,
    at_price: i128,
    at_cost: i128,
    without_cost: i64,
}

struct Stocked {
    price: i64,
    last_cost: Option<i64>,
    /// The variant's own.
    level: Option<i64>,
    on_hand: i64,
    reserved: i64,
}

impl Tally {
    fn add(&mut self, variant: &Stocked, store_level: i64) {
        let level = variant.level.or(self.level).unwrap_or(store_level);
        self.variants += 1;
        self.units += variant.on_hand;
        self.reserved += variant.reserved;
        self.low += i64::from(variant.on_hand - variant.reserved <= level);
        self.out += i64::from(variant.on_hand == 0);
        self.at_price += i128::from(variant.on_hand) * i128::from(variant.price);
        match variant.last_cost {
            Some(cost) => self.at_cost += i128::from(variant.on_hand) * i128::from(cost),
            None => self.without_cost += i64::from(variant.on_hand > 0),
        }
    }
}

fn money(books: &Snapshot<'_>, value: i128) -> Money {
    books.money(Minor(i64::try_from(value).unwrap_or(i64::MAX)))
}

/// Each table is read once from end to end and joined in memory: everything is asked for, so looking each variant's
/// product and balance up would only walk the same pages in another order.
pub fn inventory_summary(books: &Snapshot<'_>, request: InventorySummaryGet) -> Result<InventorySummary, Failure> {
    if let Some(id) = request.location_id {
        open_location(books, id)?;
    }
    // The place 0 is for what is in no category.
    let mut tallies = vec![Tally::default()];
    let mut places: HashMap<CategoryId, usize> = HashMap::new();
    for tally in books.rows("SELECT id, path, level_here FROM category ORDER BY path_folded", [], |row| {
        Ok(Tally { id: row.get(0)?, path: path_of(row.get(1)?), level: row.get(2)?, ..Tally::default() })
    })? {
        places.extend(tally.id.map(|id| (id, tallies.len())));
        tallies.push(tally);
    }
    let mut products: HashMap<ProductId, usize> = HashMap::new();
    for (id, category_id) in books.rows("SELECT id, category_id FROM product WHERE archived_at IS NULL", [], |row| {
        Ok((row.get(0)?, row.get::<_, Option<CategoryId>>(1)?))
    })? {
        products.insert(id, category_id.and_then(|id| places.get(&id).copied()).unwrap_or(0));
    }
    let mut balances: HashMap<VariantId, (i64, i64)> = HashMap::new();
    for (id, on_hand, reserved) in books.rows(
        "SELECT variant_id, on_hand, reserved
         FROM stock_balance
         WHERE :location_id IS NULL OR location_id = :location_id",
        named_params! { ":location_id": request.location_id },
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)),
    )? {
        let balance = balances.entry(id).or_default();
        *balance = (balance.0 + on_hand, balance.1 + reserved);
    }
    let variants = books.rows(
        "SELECT id, product_id, price, last_cost, reorder_level FROM variant WHERE active = 1",
        [],
        |row| {
            let (on_hand, reserved) = balances.get(&row.get::<_, VariantId>(0)?).copied().unwrap_or_default();
            let stocked = Stocked { price: row.get(2)?, last_cost: row.get(3)?, level: row.get(4)?, on_hand, reserved };
            Ok((row.get::<_, ProductId>(1)?, stocked))
        },
    )?;
    for (product_id, stocked) in &variants {
        if let Some(&place) = products.get(product_id) {
            tallies[place].add(stocked, books.rules.reorder_level);
        }
    }

    let sum = |figure: fn(&Tally) -> i64| tallies.iter().map(figure).sum::<i64>();
    let (units, reserved) = (sum(|tally| tally.units), sum(|tally| tally.reserved));
    Ok(InventorySummary {
        units,
        reserved,
        available: units - reserved,
        variants: sum(|tally| tally.variants),
        low: sum(|tally| tally.low),
        out: sum(|tally| tally.out),
        value_at_price: money(books, tallies.iter().map(|tally| tally.at_price).sum()),
        value_at_cost: money(books, tallies.iter().map(|tally| tally.at_cost).sum()),
        without_cost: sum(|tally| tally.without_cost),
        oldest_hold: oldest_hold(books, request.location_id)?,
        by_category: tallies[1..]
            .iter()
            .chain(&tallies[..1])
            .filter(|tally| tally.variants > 0)
            .map(|tally| InventoryCategory {
                category_id: tally.id,
                path: tally.path.clone(),
                variants: tally.variants,
                units: tally.units,
                reserved: tally.reserved,
                low: tally.low,
                out: tally.out,
                value_at_price: money(books, tally.at_price),
                value_at_cost: money(books, tally.at_cost),
            })
            .collect(),
    })
}

/// The running hold that was made first. The index of running holds is walked: the table has every hold there ever was.
fn oldest_hold(books: &Snapshot<'_>, location_id: Option<LocationId>) -> Result<Option<OldestHold>, Failure> {
    books.find(
        "SELECT reservation.id,
                coalesce(orders.number || ' ' || orders.customer_name, reservation.for_whom),
                reservation.created_at
         FROM (SELECT min(seq) AS seq
               FROM reservation INDEXED BY reservation_due
               WHERE status = 'active'
                 AND expires_at > :now
                 AND (:location_id IS NULL OR location_id = :location_id)) AS oldest
         JOIN reservation ON reservation.row_no = oldest.seq
         LEFT JOIN orders ON orders.id = reservation.order_id",
        named_params! { ":now": books.now, ":location_id": location_id },
        |row| Ok(OldestHold { reservation_id: row.get(0)?, for_whom: row.get(1)?, created_at: row.get(2)? }),
    )
}
