//! Orders as CSV: exactly what a filter and sort show, in that order. UTF-8, RFC 4180.

use super::guard::guarded;
use super::target::{Target, Written};
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::{Failure, Instant, Refusal, StaffId, TimeZone};
use crate::orders::Account;
use crate::orders::list::{OrderFilter, OrderSort, all_keys, parse_filter};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// Rows between two looks at the clock and at whether somebody pressed Stop.
const ROWS_BETWEEN_LOOKS: i64 = 4_096;
/// Bytes gathered before they are written.
pub(super) const BUFFER: usize = 1 << 18;

pub const HEADER: [&str; 20] = [
    "number",
    "placed_at",
    "status",
    "priority",
    "customer",
    "email",
    "lines",
    "items",
    "subtotal",
    "discount",
    "tax",
    "total",
    "currency",
    "fulfilment",
    "promised_on",
    "staff",
    "note",
    "paid",
    "due",
    "returned",
];

const COLUMNS: &str = "orders.number, orders.created_at, orders.status, orders.priority, orders.customer_name,
  orders.customer_email, orders.line_count, orders.items, orders.subtotal, orders.discount, orders.tax, orders.total,
  orders.fulfilment, orders.promised_on, orders.staff_id, orders.note, orders.paid,
  orders.returned";

/// Writes the file beside its place.
pub fn write_orders(
    books: &Snapshot<'_>,
    filter: &OrderFilter,
    sort: OrderSort,
    place: &Path,
    watch: &dyn Watch,
) -> Result<Written, Failure> {
    let parsed = parse_filter(books, filter)?;
    let total: i64 = match all_keys(books, &parsed, sort, "1")? {
        None => 0,
        Some(query) => books.one(
            &format!("SELECT count(*) FROM ({})", query.sql),
            query.conditions.values().as_slice(),
            |row| row.get(0),
        )?,
    };
    let staff: HashMap<StaffId, String> = books
        .rows("SELECT id, name FROM staff", [], |row| {
            Ok((row.get(0)?, guarded(row.get_ref(1)?.as_str()?).into_owned()))
        })?
        .into_iter()
        .collect();

    let (target, file) = Target::create(place)?;
    let disk = |error: &csv::Error| match error.kind() {
        csv::ErrorKind::Io(error) => Failure::from(Target::refusal(place, error)),
        _ => Failure::Bug(format!("a row does not write: {error}")),
    };
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).buffer_capacity(BUFFER).from_writer(&file);
    out.write_record(HEADER).map_err(|error| disk(&error))?;
    let mut done = 0;
    watch.progress(0, total);
    if let Some(query) = all_keys(books, &parsed, sort, COLUMNS)? {
        let mut statement = books.conn.prepare(&query.sql)?;
        let mut rows = statement.query(query.conditions.values().as_slice())?;
        let mut cells = Cells::new(books);
        while let Some(row) = rows.next()? {
            cells.write(&mut out, row, &staff).map_err(|failure| match failure {
                CellError::Sql(error) => Failure::Sql(error),
                CellError::Csv(error) => disk(&error),
            })?;
            done += 1;
            if done % ROWS_BETWEEN_LOOKS == 0 {
                if watch.is_cancelled() {
                    return Err(Refusal::Cancelled { what: "The export".to_owned() }.into());
                }
                watch.progress(done, total);
            }
        }
    }
    out.flush().map_err(|error| Failure::from(Target::refusal(place, &error)))?;
    drop(out);
    watch.progress(done, total);
    Written::finish(done, &file, target, place)
}

enum CellError {
    Sql(rusqlite::Error),
    Csv(csv::Error),
}
impl From<rusqlite::Error> for CellError {
    fn from(error: rusqlite::Error) -> Self {
        CellError::Sql(error)
    }
}
impl From<rusqlite::types::FromSqlError> for CellError {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        CellError::Sql(rusqlite::Error::from(error))
    }
}
impl From<csv::Error> for CellError {
    fn from(error: csv::Error) -> Self {
        CellError::Csv(error)
    }
}

/// Writes cells without making a string of each: a million rows have twenty million of them.
struct Cells {
    zone: TimeZone,
    digits: u32,
    currency: String,
    text: Vec<u8>,
    /// The hour last shown and how its text begins: rows come in order of time, mostly.
    hour: i64,
    hour_text: String,
}

impl Cells {
    fn new(books: &Snapshot<'_>) -> Cells {
        Cells {
            zone: books.rules.time_zone,
            digits: u32::from(books.rules.currency.digits()),
            currency: books.rules.currency.code().to_owned(),
            text: Vec::with_capacity(32),
            hour: i64::MIN,
            hour_text: String::new(),
        }
    }

    fn write(
        &mut self,
        out: &mut csv::Writer<&File>,
        row: &rusqlite::Row<'_>,
        staff: &HashMap<StaffId, String>,
    ) -> Result<(), CellError> {
        out.write_field(row.get_ref(0)?.as_bytes()?)?;
        self.time(row.get(1)?);
        out.write_field(&self.text)?;
        out.write_field(row.get_ref(2)?.as_bytes()?)?;
        out.write_field(row.get_ref(3)?.as_bytes()?)?;
        out.write_field(guarded(row.get_ref(4)?.as_str()?).as_bytes())?;
        out.write_field(guarded(row.get_ref(5)?.as_str()?).as_bytes())?;
        for column in [6, 7] {
            self.number(row.get(column)?);
            out.write_field(&self.text)?;
        }
        for column in [8, 9, 10, 11] {
            self.money(row.get(column)?);
            out.write_field(&self.text)?;
        }
        out.write_field(&self.currency)?;
        out.write_field(row.get_ref(12)?.as_bytes()?)?;
        out.write_field(row.get_ref(13)?.as_bytes_or_null()?.unwrap_or_default())?;
        out.write_field(staff.get(&row.get(14)?).map_or("", String::as_str))?;
        out.write_field(guarded(row.get_ref(15)?.as_str()?).as_bytes())?;
        let account = Account { status: row.get(2)?, total: row.get(11)?, paid: row.get(16)?, returned: row.get(17)? };
        for amount in [account.paid, account.due(), account.returned] {
            self.money(amount.0);
            out.write_field(&self.text)?;
        }
        out.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Like "2026-11-20 14:32:05" on the store's clock. A zone changes its clock at full quarters of an hour, so a
    /// quarter is looked up once and the minutes are counted on.
    fn time(&mut self, at: Instant) {
        const QUARTER_MS: i64 = 15 * 60 * 1000;
        let quarter = at.0.div_euclid(QUARTER_MS);
        if quarter != self.hour {
            self.hour = quarter;
            self.hour_text = self.zone.show(Instant(quarter * QUARTER_MS));
        }
        let seconds = at.0.rem_euclid(QUARTER_MS) / 1000;
        self.text.clear();
        let shown = self.hour_text.as_bytes();
        let (head, minutes) = (shown.get(..14).unwrap_or_default(), shown.get(14..16).unwrap_or_default());
        let first = minutes.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        self.text.extend_from_slice(head);
        self.two_digits(first + seconds / 60);
        self.text.push(b':');
        self.two_digits(seconds % 60);
    }

    fn two_digits(&mut self, number: i64) {
        let digit = |n: i64| b'0' + u8::try_from(n % 10).unwrap_or(0);
        self.text.extend_from_slice(&[digit(number / 10), digit(number)]);
    }

    fn number(&mut self, number: i64) {
        self.text.clear();
        push_number(&mut self.text, number.unsigned_abs(), 1);
    }

    fn money(&mut self, minor: i64) {
        self.text.clear();
        if minor < 0 {
            self.text.push(b'-');
        }
        let scale = 10_u64.pow(self.digits);
        let amount = minor.unsigned_abs();
        push_number(&mut self.text, amount / scale, 1);
        if self.digits > 0 {
            self.text.push(b'.');
            push_number(&mut self.text, amount % scale, self.digits as usize);
        }
    }
}

/// Decimal digits, at least `width` of them.
fn push_number(text: &mut Vec<u8>, mut number: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut from = digits.len();
    while number > 0 || digits.len() - from < width {
        from -= 1;
        digits[from] = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
    text.extend_from_slice(&digits[from..]);
}
