//! A file of orders as other programs write it: a JSON array of orders, put down as the table that it stands for, one
//! line of an order a row. From there it is read, mapped, checked, mended and applied like any other file.
//!
//! ```json
//! [{ "ref": "A-1", "customer": { "name": "Ada Long", "email": "ada@example.com" }, "priority": "high",
//!    "lines": [{ "sku": "TEA-100", "quantity": 2 }] }]
//! ```

use super::file::{MAX_BYTES, Said, refused, unreadable};
use crate::kernel::text::fold;
use crate::kernel::{Delimiter, Encoding, Failure, FileProblem};
use crate::reports::guarded;
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// How the table is written.
pub const WRITTEN: Said =
    Said { encoding: Some(Encoding::Utf8), delimiter: Some(Delimiter::Comma), has_header: Some(true) };

/// Its columns, which `orders::USUAL` knows.
const COLUMNS: [&str; 13] = [
    "Order",
    "Customer",
    "E-mail",
    "Phone",
    "SKU",
    "Barcode",
    "Quantity",
    "Location",
    "Priority",
    "Fulfilment",
    "Address",
    "Promised on",
    "Note",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    /// Names the order in messages; its place in the file where it is left out or blank.
    #[serde(rename = "ref")]
    order_ref: Option<String>,
    #[serde(default)]
    customer: Customer,
    lines: Vec<Line>,
    #[serde(default)]
    priority: String,
    #[serde(default)]
    fulfilment: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    promised_on: String,
    #[serde(default)]
    note: String,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Customer {
    name: String,
    email: String,
    phone: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    sku: String,
    #[serde(default)]
    barcode: String,
    quantity: i64,
    #[serde(default)]
    location: String,
}

/// The table of a JSON file; None where the file is something else.
pub fn as_table(source: &File) -> Result<Option<File>, Failure> {
    let failed = |error: std::io::Error| unreadable(&error);
    let size = source.metadata().map_err(failed)?.len();
    let mut reader = BufReader::new(source);
    reader.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut first = [0];
    loop {
        match reader.read(&mut first).map_err(failed)? {
            0 => return Ok(None),
            _ if first[0].is_ascii_whitespace() => {}
            _ if first[0] == b'[' => break,
            _ => return Ok(None),
        }
    }
    if size > MAX_BYTES {
        return Err(refused(FileProblem::TooLarge, None, format!("at most {} MB are taken", MAX_BYTES >> 20)));
    }
    reader.seek(SeekFrom::Start(0)).map_err(failed)?;
    let table = tempfile::tempfile().map_err(failed)?;
    let mut out = csv::Writer::from_writer(BufWriter::new(&table));
    let mut json = serde_json::Deserializer::from_reader(reader);
    let malformed = |error: serde_json::Error| {
        let line = u32::try_from(error.line()).ok();
        refused(FileProblem::NotReadable, line, format!("it is no list of orders: {error}"))
    };
    out.write_record(COLUMNS).map_err(|error| Failure::Bug(error.to_string()))?;
    json.deserialize_seq(Orders { out: &mut out, refs: HashSet::new() }).map_err(malformed)?;
    json.end().map_err(malformed)?;
    out.flush().map_err(failed)?;
    drop(out);
    Ok(Some(table))
}

/// Writes one order after the other, so that no more than one is in memory.
struct Orders<'o, W: Write> {
    out: &'o mut csv::Writer<W>,
    /// As they are compared: orders whose refs are alike in that form would be put together to one.
    refs: HashSet<String>,
}

impl<'de, W: Write> Visitor<'de> for Orders<'_, W> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of orders")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(order) = seq.next_element::<Order>()? {
            number += 1;
            self.write(number, &order).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

impl<W: Write> Orders<'_, W> {
    fn write(&mut self, number: usize, order: &Order) -> Result<(), String> {
        let given = order.order_ref.as_deref().map(str::trim).filter(|given| !given.is_empty());
        let order_ref = given.map_or_else(|| format!("#{number}"), str::to_owned);
        if order.lines.is_empty() {
            return Err(format!("order {order_ref} has no lines"));
        }
        if !self.refs.insert(fold(&order_ref)) {
            return Err(format!("two orders are called {order_ref}"));
        }
        for line in &order.lines {
            let quantity = line.quantity.to_string();
            let cells = [
                guarded(&order_ref),
                guarded(&order.customer.name),
                guarded(&order.customer.email),
                guarded(&order.customer.phone),
                guarded(&line.sku),
                guarded(&line.barcode),
                quantity.as_str().into(),
                guarded(&line.location),
                guarded(&order.priority),
                guarded(&order.fulfilment),
                guarded(&order.address),
                guarded(&order.promised_on),
                guarded(&order.note),
            ];
            self.out.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}
