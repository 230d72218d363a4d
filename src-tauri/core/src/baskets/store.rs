//! Baskets as rows, and the steps that their use cases share.

use super::price::{LinePrice, Overridden};
use crate::catalog::{SELLABLE_WIDTH, Sellable, sellable_columns, sellable_row};
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    BasketId, BasketStatus, CustomerId, Day, Failure, Fulfilment, Instant, LocationId, Minor, OrderId, Priority,
    Problem, Refusal, TierId, VariantId,
};
use crate::pricing::Prices;
use rusqlite::named_params;
use serde_json::{Value, json};

/// A basket without its lines.
#[derive(Debug, Clone)]
pub struct Head {
    pub id: BasketId,
    pub seq: i64,
    pub name: String,
    pub status: BasketStatus,
    pub customer_id: Option<CustomerId>,
    /// The customer's as they are known now; of one who is not kept, the basket's own.
    pub customer_name: String,
    pub customer_email: String,
    pub customer_phone: String,
    /// None: the default tier.
    pub tier_id: Option<TierId>,
    pub tier_name: String,
    /// The tier that lines were last quoted for; empty where none was yet.
    pub quoted_tier: String,
    pub priority: Priority,
    pub fulfilment: Fulfilment,
    pub address: String,
    pub promised_on: Option<Day>,
    pub note: String,
    pub order_id: Option<OrderId>,
    pub staff_name: String,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub row_version: i64,
}

impl Head {
    /// How people at the desk call it.
    pub fn label(&self) -> String {
        if !self.name.is_empty() {
            self.name.clone()
        } else if !self.customer_name.is_empty() {
            self.customer_name.clone()
        } else {
            format!("Basket {}", self.seq)
        }
    }

    /// Refuses a basket that is parked, placed or dropped.
    pub fn check_open(&self) -> Result<(), Refusal> {
        match self.status {
            BasketStatus::Open => Ok(()),
            BasketStatus::Parked | BasketStatus::Placed | BasketStatus::Dropped => Err(self.not_open()),
        }
    }

    pub(super) fn not_open(&self) -> Refusal {
        Refusal::BasketNotOpen { id: self.id, name: self.label(), status: self.status, order_id: self.order_id }
    }
}

pub fn head(books: &Snapshot<'_>, id: BasketId) -> Result<Head, Failure> {
    books
        .find(
            "SELECT basket.id, basket.seq, basket.name, basket.status, basket.customer_id,
                    coalesce(customer.name, basket.customer_name), coalesce(customer.email, basket.customer_email),
                    coalesce(customer.phone, basket.customer_phone), customer.tier_id,
                    coalesce(tier.name, (SELECT name FROM tier WHERE is_default = 1)),
                    basket.priority, basket.fulfilment, basket.address, basket.promised_on, basket.note,
                    basket.order_id, staff.name, basket.created_at, basket.updated_at, basket.row_version,
                    basket.tier_name
             FROM basket
             JOIN staff ON staff.id = basket.staff_id
             LEFT JOIN customer ON customer.id = basket.customer_id
             LEFT JOIN tier ON tier.id = customer.tier_id AND tier.archived_at IS NULL
             WHERE basket.id = ?1",
            [id],
            |row| {
                let promised_on: Option<String> = row.get(13)?;
                Ok(Head {
                    id: row.get(0)?,
                    seq: row.get(1)?,
                    name: row.get(2)?,
                    status: row.get(3)?,
                    customer_id: row.get(4)?,
                    customer_name: row.get(5)?,
                    customer_email: row.get(6)?,
                    customer_phone: row.get(7)?,
                    tier_id: row.get(8)?,
                    tier_name: row.get(9)?,
                    priority: row.get(10)?,
                    fulfilment: row.get(11)?,
                    address: row.get(12)?,
                    promised_on: promised_on.and_then(|day| day.parse().ok()),
                    note: row.get(14)?,
                    order_id: row.get(15)?,
                    staff_name: row.get(16)?,
                    created_at: row.get(17)?,
                    updated_at: row.get(18)?,
                    row_version: row.get(19)?,
                    quoted_tier: row.get(20)?,
                })
            },
        )?
        .ok_or_else(|| Refusal::not_found("basket", id).into())
}

/// A line as it is kept, with what is sold on it as it is now.
#[derive(Debug, Clone)]
pub struct Line {
    pub line_no: i64,
    /// Archived products stay in a basket until somebody takes them out.
    pub sellable: Sellable,
    pub location_id: LocationId,
    pub location_name: String,
    pub quantity: i64,
    pub price: LinePrice,
}

impl Line {
    /// None of a basket's lines leaves the limits of an amount: `insert_line` and `update_line` refuse it.
    pub fn total(&self) -> Minor {
        Minor(self.price.unit_price.0 * self.quantity)
    }

    pub fn tax(&self) -> Minor {
        self.total().included_tax(self.price.tax_rate_bp)
    }

    /// The line as the audit tells it.
    pub(super) fn told(&self, books: &Snapshot<'_>) -> Value {
        json!({
            "lineNo": self.line_no,
            "sku": self.sellable.sku,
            "name": self.sellable.name,
            "location": self.location_name,
            "quantity": self.quantity,
            "unitPrice": books.money(self.price.unit_price),
        })
    }
}

pub fn lines(books: &Snapshot<'_>, id: BasketId) -> Result<Vec<Line>, Failure> {
    let sql = format!(
        "SELECT {sellable}, line.line_no, line.location_id, location.name, line.quantity, line.list_price,
                line.unit_price, line.tax_rate_bp, line.breakdown, line.quoted_at, line.override_price,
                line.override_reason
         FROM basket_line AS line
         JOIN variant ON variant.id = line.variant_id
         JOIN product ON product.id = variant.product_id
         JOIN location ON location.id = line.location_id
         WHERE line.basket_id = ?1
         ORDER BY line.line_no",
        sellable = sellable_columns()
    );
    books.rows(&sql, [id], |row| {
        let at = |column: usize| SELLABLE_WIDTH + column;
        let breakdown: String = row.get(at(7))?;
        let (by_hand, reason): (Option<Minor>, Option<String>) = (row.get(at(9))?, row.get(at(10))?);
        Ok(Line {
            line_no: row.get(at(0))?,
            sellable: sellable_row(books, row)?,
            location_id: row.get(at(1))?,
            location_name: row.get(at(2))?,
            quantity: row.get(at(3))?,
            price: LinePrice {
                list_price: row.get(at(4))?,
                unit_price: row.get(at(5))?,
                tax_rate_bp: row.get(at(6))?,
                steps: serde_json::from_str(&breakdown).unwrap_or_default(),
                quoted_at: row.get(at(8))?,
                overridden: by_hand.zip(reason).map(|(price, reason)| Overridden { price, reason }),
            },
        })
    })
}

/// Refuses a line whose total leaves the limits of an amount.
fn check_total(line: &Line) -> Result<(), Refusal> {
    match line.price.unit_price.times(line.quantity) {
        Some(_) => Ok(()),
        None => Err(Refusal::field("quantity", Problem::TooLarge, None)),
    }
}

pub(super) fn insert_line(uow: &mut Uow<'_>, id: BasketId, line: &Line) -> Result<(), Failure> {
    check_total(line)?;
    let by_hand = line.price.overridden.as_ref();
    uow.change_one(
        "INSERT INTO basket_line
           (basket_id, line_no, variant_id, location_id, quantity, list_price, unit_price, tax_rate_bp, breakdown,
            quoted_at, override_price, override_reason)
         VALUES
           (:basket_id, :line_no, :variant_id, :location_id, :quantity, :list_price, :unit_price, :tax_rate_bp,
            :breakdown, :quoted_at, :override_price, :override_reason)",
        named_params! {
            ":basket_id": id,
            ":line_no": line.line_no,
            ":variant_id": line.sellable.variant_id,
            ":location_id": line.location_id,
            ":quantity": line.quantity,
            ":list_price": line.price.list_price,
            ":unit_price": line.price.unit_price,
            ":tax_rate_bp": line.price.tax_rate_bp,
            ":breakdown": serde_json::to_string(&line.price.steps)?,
            ":quoted_at": line.price.quoted_at,
            ":override_price": by_hand.map(|by_hand| by_hand.price),
            ":override_reason": by_hand.map(|by_hand| &by_hand.reason),
        },
    )
}

pub(super) fn update_line(uow: &mut Uow<'_>, id: BasketId, line: &Line) -> Result<(), Failure> {
    check_total(line)?;
    let by_hand = line.price.overridden.as_ref();
    uow.change_one(
        "UPDATE basket_line
         SET location_id = :location_id, quantity = :quantity, list_price = :list_price, unit_price = :unit_price,
             tax_rate_bp = :tax_rate_bp, breakdown = :breakdown, quoted_at = :quoted_at,
             override_price = :override_price, override_reason = :override_reason
         WHERE basket_id = :basket_id AND line_no = :line_no",
        named_params! {
            ":basket_id": id,
            ":line_no": line.line_no,
            ":location_id": line.location_id,
            ":quantity": line.quantity,
            ":list_price": line.price.list_price,
            ":unit_price": line.price.unit_price,
            ":tax_rate_bp": line.price.tax_rate_bp,
            ":breakdown": serde_json::to_string(&line.price.steps)?,
            ":quoted_at": line.price.quoted_at,
            ":override_price": by_hand.map(|by_hand| by_hand.price),
            ":override_reason": by_hand.map(|by_hand| &by_hand.reason),
        },
    )
}

/// Keeps the tier that lines are quoted for with the basket: the order that it becomes says it of its prices.
pub(super) fn quoted_for(uow: &mut Uow<'_>, head: &Head, prices: &Prices) -> Result<(), Failure> {
    if head.quoted_tier == prices.tier_name() {
        return Ok(());
    }
    uow.change_one(
        "UPDATE basket SET tier_name = :tier_name WHERE id = :id AND status = 'open'",
        named_params! { ":id": head.id, ":tier_name": prices.tier_name() },
    )
}

/// Another version of the basket, which was read as open.
pub(super) fn touch(uow: &mut Uow<'_>, id: BasketId) -> Result<(), Failure> {
    let now = uow.now;
    uow.change_one(
        "UPDATE basket SET updated_at = :now, row_version = row_version + 1 WHERE id = :id AND status = 'open'",
        named_params! { ":id": id, ":now": now },
    )
}

/// What a line's place in the basket is found by.
pub(super) fn find_line(lines: &[Line], line_no: i64) -> Result<&Line, Refusal> {
    lines.iter().find(|line| line.line_no == line_no).ok_or_else(|| Refusal::not_found("line", line_no))
}

/// The line that units of a variant go to. Where no location is named it is the variant's only line, before the line
/// of the location that the store sells from.
pub(super) fn line_for<'l>(
    books: &Snapshot<'_>,
    lines: &'l [Line],
    variant_id: VariantId,
    location_id: Option<LocationId>,
) -> Option<&'l Line> {
    let of_variant = || lines.iter().filter(|line| line.sellable.variant_id == variant_id);
    match location_id {
        Some(location_id) => of_variant().find(|line| line.location_id == location_id),
        None => {
            let selling = books.rules.selling_location_id;
            of_variant().find(|line| line.location_id == selling).or_else(|| of_variant().next())
        }
    }
}
