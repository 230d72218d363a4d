use super::store::{COLUMNS, NEXT_COLUMN, Reservation, TABLES, read, reservation};
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{
    BasketId, Cursor, CustomerId, Failure, Fields, Instant, Key, OrderId, ReservationId, ReservationStatus, VariantId,
    page_limit,
};
use crate::stock::{StockRow, stock_row};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReservationSort {
    /// The next deadline first.
    #[default]
    Soonest,
    Latest,
    /// The last made first.
    Newest,
    /// The last ended first.
    Ended,
}

/// What a hold is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReservationKind {
    Customer,
    Order,
}

crate::strict_request! {
    pub struct ReservationGet {
        pub id: ReservationId,
    }
}
crate::request! {
    pub struct ReservationList {
        /// Active where left out. An active hold past its time is not listed as active.
        pub status: Option<Vec<ReservationStatus>>,
        /// Part of whom it is for, the SKU, the product's name or the order's number.
        pub text: Option<String>,
        pub variant_id: Option<VariantId>,
        pub order_id: Option<OrderId>,
        pub customer_id: Option<CustomerId>,
        pub basket_id: Option<BasketId>,
        /// Only those whose units somebody else asked for, or only the others.
        pub asked: Option<bool>,
        pub kind: Option<ReservationKind>,
        pub lapsing_within_seconds: Option<i64>,
        pub ended_since: Option<Instant>,
        pub sort: Option<ReservationSort>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
    pub struct ReservationSummaryGet {}
}
crate::response! {
    pub struct ReservationPage {
        pub rows: Vec<Reservation>,
        pub next: Option<String>,
    }
    pub struct ReservationDetail {
        pub reservation: Reservation,
        /// The holds that were made together with it, itself among them.
        pub group: Vec<Reservation>,
        pub stock: StockRow,
    }
    pub struct ReservationSummary {
        pub active: i64,
        pub active_units: i64,
        pub lapsing_in5_minutes: i64,
        pub for_orders: i64,
        pub ended_today: i64,
        pub lapsed_today: i64,
        pub consumed_today: i64,
        pub released_today: i64,
    }
}

pub fn reservation_get(books: &Snapshot<'_>, request: ReservationGet) -> Result<ReservationDetail, Failure> {
    let own = read(books, request.id)?;
    let group = books.rows(
        &format!("SELECT {COLUMNS} FROM {TABLES} WHERE reservation.group_id = ?1 ORDER BY reservation.seq"),
        [own.group_id],
        reservation,
    )?;
    let stock = stock_row(books, own.variant_id, own.location_id)?;
    Ok(ReservationDetail { reservation: own, group, stock })
}

pub fn reservation_list(books: &Snapshot<'_>, request: ReservationList) -> Result<ReservationPage, Failure> {
    let mut fields = Fields::default();
    let text = fields.text("text", request.text.as_deref().unwrap_or_default(), MAX_SEARCH);
    fields.finish()?;
    let limit = page_limit(request.limit);
    let statuses = request.status.filter(|statuses| !statuses.is_empty()).unwrap_or(vec![ReservationStatus::Active]);
    let only_active = statuses == [ReservationStatus::Active];
    let (key, down) = match request.sort.unwrap_or_default() {
        ReservationSort::Soonest => ("reservation.expires_at", false),
        ReservationSort::Latest => ("reservation.expires_at", true),
        ReservationSort::Newest => ("reservation.seq", true),
        ReservationSort::Ended => ("reservation.ended_at", true),
    };
    let mut conditions = Conditions::default();
    conditions.bind(":now", books.now);
    // Words of a closed list stand in the statement, so that the partial indexes can be seen to fit.
    if only_active {
        conditions.and("reservation.status = 'active' AND reservation.expires_at > :now");
    } else {
        let words: Vec<String> = statuses.iter().map(|status| format!("'{status}'")).collect();
        conditions.and(format!(
            "reservation.status IN ({}) AND (reservation.status <> 'active' OR reservation.expires_at > :now)",
            words.join(", ")
        ));
    }
    if request.sort == Some(ReservationSort::Ended) {
        conditions.and("reservation.ended_at IS NOT NULL");
    }
    let (sign, direction) = if down { ("<", "DESC") } else { (">", "ASC") };
    if let Some(Cursor(after, seq)) = Cursor::parse(request.cursor.as_deref())? {
        conditions.and_with(format!("({key}, reservation.seq) {sign} (:key, :seq)"), ":key", after);
        conditions.bind(":seq", seq);
    }
    if let Some(since) = request.ended_since {
        conditions.and_with("reservation.ended_at >= :ended_since", ":ended_since", since);
    }
    if let Some(variant_id) = request.variant_id {
        conditions.and_with("reservation.variant_id = :variant_id", ":variant_id", variant_id);
    }
    if let Some(order_id) = request.order_id {
        conditions.and_with("reservation.order_id = :order_id", ":order_id", order_id);
    }
    if let Some(customer_id) = request.customer_id {
        conditions.and_with("reservation.customer_id = :customer_id", ":customer_id", customer_id);
    }
    if let Some(basket_id) = request.basket_id {
        conditions.and_with("reservation.basket_id = :basket_id", ":basket_id", basket_id);
    }
    match request.asked {
        Some(true) => conditions.and("reservation.asked_at IS NOT NULL"),
        Some(false) => conditions.and("reservation.asked_at IS NULL"),
        None => {}
    }
    match request.kind {
        Some(ReservationKind::Order) => conditions.and("reservation.order_id IS NOT NULL"),
        Some(ReservationKind::Customer) => conditions.and("reservation.order_id IS NULL"),
        None => {}
    }
    if let Some(seconds) = request.lapsing_within_seconds {
        conditions.and_with("reservation.expires_at <= :lapsing_by", ":lapsing_by", books.now.plus_seconds(seconds));
    }
    if !text.is_empty() {
        conditions.and_with(
            "(fold(reservation.for_whom) LIKE :text ESCAPE '\\' OR variant.sku_folded LIKE :text ESCAPE '\\'
              OR product.name_folded LIKE :text ESCAPE '\\' OR customer.name_folded LIKE :text ESCAPE '\\'
              OR orders.number LIKE :text ESCAPE '\\')",
            ":text",
            contains_pattern(&fold(&text)),
        );
    }
    let sql = format!(
        "SELECT {COLUMNS}, {key}
         FROM {TABLES}
         WHERE {conditions}
         ORDER BY {key} {direction}, reservation.seq {direction}
         LIMIT {limit}",
        conditions = conditions.sql(),
    );
    let rows = books
        .rows(&sql, conditions.values().as_slice(), |row| Ok((reservation(row)?, row.get::<_, i64>(NEXT_COLUMN)?)))?;
    let next = (rows.len() as i64 == limit)
        .then(|| rows.last().map(|(row, key)| Cursor(Key::Number(*key), row.seq).to_string()))
        .flatten();
    Ok(ReservationPage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}

pub fn reservation_summary(books: &Snapshot<'_>, _: ReservationSummaryGet) -> Result<ReservationSummary, Failure> {
    let zone = books.rules.time_zone;
    books.one(
        "SELECT
           (SELECT count(*) FROM reservation WHERE status = 'active' AND expires_at > :now),
           (SELECT coalesce(sum(quantity), 0) FROM reservation WHERE status = 'active' AND expires_at > :now),
           (SELECT count(*) FROM reservation WHERE status = 'active' AND expires_at > :now AND expires_at <= :soon),
           (SELECT count(*) FROM reservation WHERE status = 'active' AND expires_at > :now AND order_id IS NOT NULL),
           count(*),
           coalesce(sum(status = 'expired'), 0),
           coalesce(sum(status = 'consumed'), 0),
           coalesce(sum(status = 'released'), 0)
         FROM reservation
         WHERE ended_at >= :today",
        named_params! {
            ":now": books.now,
            ":soon": books.now.plus_seconds(300),
            ":today": zone.start_of(zone.day_of(books.now)),
        },
        |row| {
            Ok(ReservationSummary {
                active: row.get(0)?,
                active_units: row.get(1)?,
                lapsing_in5_minutes: row.get(2)?,
                for_orders: row.get(3)?,
                ended_today: row.get(4)?,
                lapsed_today: row.get(5)?,
                consumed_today: row.get(6)?,
                released_today: row.get(7)?,
            })
        },
    )
}
