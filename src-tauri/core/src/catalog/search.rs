//! What a variant is found by, and the index over it.
//!
//! The index keeps every three characters in a row ("trigram") of a variant's text. Its words are not kept in order,
//! so what it finds is held against the text itself. A category is in the text by a mark of three characters that no
//! person types, one for each category from the root down: a new name of a category needs no new index, and only a
//! subtree that is moved is indexed again.

use crate::db::{Conditions, Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{CategoryId, Failure, ProductId, Refusal};
use rusqlite::{Connection, named_params};
use std::collections::BTreeSet;

/// The migration that brought the index.
pub const SEARCH_SINCE: i64 = 2;

/// Begins a category's mark; its number follows in two characters of the private use area.
const MARK: char = '\u{f8ff}';
/// The first of the characters that stand for the digits of a number.
const DIGITS: u32 = 0xe000;
/// How many digits there are: two of them number 16 million categories.
const BASE: u32 = 4096;

/// What stands in the index for a category: exactly one trigram.
pub(super) fn mark(row_no: i64) -> String {
    let number = u32::try_from(row_no).unwrap_or(0) % (BASE * BASE);
    let digit = |digit: u32| char::from_u32(DIGITS + digit).unwrap_or(MARK);
    [MARK, digit(number / BASE), digit(number % BASE)].iter().collect()
}

/// What a variant is found by, one thing a line, folded. The statement joins `variant`, `product` and `category`.
pub const TEXT: &str = "variant.name_folded || char(10) || variant.sku_folded || char(10) || fold(variant.label)
  || char(10) || fold(product.description) || char(10) || coalesce(category.path_folded, '')";

/// As [`TEXT`], with the marks of the categories in place of their names; a text cannot forge one. Ends with a line
/// break, so that each two characters of it begin a trigram.
const INDEXED: &str = "replace(variant.name_folded || char(10) || variant.sku_folded || char(10) || fold(variant.label)
  || char(10) || fold(product.description), char(0xf8ff), ' ')
  || char(10) || coalesce(category.marks, '') || char(10)";

/// Which variants changed, or belong to something that did.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    All,
    Product(ProductId),
    /// In this category or below it.
    Within(CategoryId),
    /// From this `variant.seq` on: many that were just added.
    Since(i64),
}

impl Which {
    /// A condition on `variant`.
    fn sql(self) -> &'static str {
        match self {
            Which::All => "(:which IS NULL)",
            Which::Product(_) => "variant.product_id = :which",
            Which::Within(_) => {
                "variant.product_id IN (
                   SELECT product.id FROM product WHERE product.category_id IN (
                     WITH RECURSIVE within (id) AS (
                       SELECT :which UNION SELECT category.id FROM category JOIN within ON category.parent_id = within.id)
                     SELECT id FROM within))"
            }
            Which::Since(_) => "variant.row_no >= :which",
        }
    }

    fn value(self) -> Box<dyn rusqlite::ToSql> {
        match self {
            Which::All => Box::new(rusqlite::types::Null),
            Which::Product(id) => Box::new(id),
            Which::Within(id) => Box::new(id),
            Which::Since(seq) => Box::new(seq),
        }
    }
}

/// Brings what follows from a product to its variants and their barcodes, and the index up to date. Called after
/// every change of the catalogue; set-wise, so that an import calls it once.
pub fn reindex(uow: &mut Uow<'_>, which: Which) -> Result<(), Failure> {
    reindex_where(uow, which.sql(), &*which.value())
}

/// As [`reindex`], for the variants for which a condition holds, which may name one value `:which`.
pub fn reindex_where(uow: &mut Uow<'_>, condition: &str, which: &dyn rusqlite::ToSql) -> Result<(), Failure> {
    follow(uow, condition, which)?;
    // What is archived gives way before what is restored takes its place.
    for active in [false, true] {
        uow.change(
            &format!(
                "UPDATE barcode
                 SET active = :active
                 FROM variant
                 WHERE barcode.variant_id = variant.id
                   AND barcode.active = NOT :active
                   AND variant.active = :active
                   AND {condition}"
            ),
            named_params! { ":which": which, ":active": active },
        )?;
    }
    uow.change(
        &format!(
            "INSERT OR REPLACE INTO variant_search (rowid, text)
             SELECT variant.row_no, {INDEXED}
             FROM variant
             JOIN product ON product.id = variant.product_id
             LEFT JOIN category ON category.id = product.category_id
             WHERE {condition}"
        ),
        named_params! { ":which": which },
    )?;
    Ok(())
}

/// The part of [`reindex`] that is kept in the variant itself.
pub(super) fn follow(uow: &mut Uow<'_>, condition: &str, which: &dyn rusqlite::ToSql) -> Result<(), Failure> {
    uow.change(
        &format!(
            "UPDATE variant
             SET name_folded = now.name_folded, price = now.price, active = now.active, level_here = now.level_here
             FROM (SELECT variant.row_no,
                          product.name_folded,
                          product.base_price + variant.price_adjustment AS price,
                          product.archived_at IS NULL AND variant.archived_at IS NULL AS active,
                          coalesce(variant.reorder_level, category.level_here) AS level_here
                   FROM variant
                   JOIN product ON product.id = variant.product_id
                   LEFT JOIN category ON category.id = product.category_id
                   WHERE {condition}) AS now
             WHERE variant.row_no = now.row_no
               AND (variant.name_folded, variant.price, variant.active, variant.level_here)
                   IS NOT (now.name_folded, now.price, now.active, now.level_here)"
        ),
        named_params! { ":which": which },
    )?;
    Ok(())
}

/// Brings the levels of a category to the variants in it and below it.
pub(super) fn follow_levels(uow: &mut Uow<'_>, id: CategoryId) -> Result<(), Failure> {
    let which = Which::Within(id);
    follow(uow, which.sql(), &*which.value())
}

/// Takes a product that is about to be deleted out of the index.
pub(super) fn forget(uow: &mut Uow<'_>, id: ProductId) -> Result<(), Failure> {
    uow.change("DELETE FROM variant_search WHERE rowid IN (SELECT row_no FROM variant WHERE product_id = ?1)", [id])?;
    Ok(())
}

/// Fills the index anew.
pub fn rebuild_search(uow: &mut Uow<'_>) -> Result<(), Failure> {
    uow.change("INSERT INTO variant_search (variant_search) VALUES ('delete-all')", [])?;
    reindex(uow, Which::All)
}

/// How many variants the doctor looks up in the index.
const SAMPLE: i64 = 1_000;

/// What the index lacks or has too much: which variants it knows, and for some of them all their trigrams. Gives how
/// many variants there are and what is wrong.
pub fn index_problems(conn: &Connection) -> Result<(i64, Vec<String>), Failure> {
    let count: i64 = conn.query_row("SELECT count(*) FROM variant", [], |row| row.get(0))?;
    let mut problems = Vec::new();
    for (sql, what) in [
        ("SELECT row_no FROM variant EXCEPT SELECT id FROM variant_search_docsize", "is not in the index"),
        (
            "SELECT id FROM variant_search_docsize EXCEPT SELECT row_no FROM variant",
            "is in the index and is no variant",
        ),
    ] {
        let mut statement = conn.prepare(&format!("{sql} LIMIT 10"))?;
        for row_no in statement.query_map([], |row| row.get::<_, i64>(0))? {
            problems.push(format!("variant {} {what}", row_no?));
        }
    }
    let mut sample = conn.prepare(&format!(
        "SELECT variant.row_no, variant.sku, {INDEXED}
         FROM variant
         JOIN product ON product.id = variant.product_id
         LEFT JOIN category ON category.id = product.category_id
         WHERE variant.row_no % :step = 0"
    ))?;
    let mut find = conn.prepare("SELECT 1 FROM variant_search WHERE variant_search MATCH ?1 AND rowid = ?2")?;
    let step = (count / SAMPLE).max(1);
    let mut rows = sample.query(named_params! { ":step": step })?;
    while let Some(row) = rows.next()? {
        let (row_no, sku, text): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let characters: Vec<char> = text.chars().collect();
        let grams: BTreeSet<String> = characters.windows(3).map(|gram| gram.iter().collect()).collect();
        let grams: Vec<String> = grams.iter().map(|gram| quoted(gram)).collect();
        // FTS5 takes only so long an expression at once.
        for some in grams.chunks(100) {
            if !find.exists((some.join(" AND "), row_no))? {
                problems.push(format!("{sku}: words of it are not in the index"));
                break;
            }
        }
    }
    Ok((count, problems))
}

// ---- what a person looks for ---------------------------------------------------------------------------

/// Hits are counted up to here. So many at most are fetched and sorted; more are met along the order asked for.
pub const FEW: usize = 3_000;
/// The most trigrams of one word that are looked up: what they find is held against the text anyhow.
const MAX_GRAMS: usize = 12;
/// The most trigrams that begin with a short word, or categories that contain a word, and are still looked up.
const MAX_CHOICES: usize = 200;
/// Trigrams that begin with a short word and stand in more variants together say too little.
const MAX_SPREAD: i64 = 6_000;

/// A text and a category that are looked for, and what the index says of them.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The words, folded, one a line; each must be part of the text.
    words: String,
    /// The words that are whole barcodes, as they were typed, and the words without them.
    codes: Vec<String>,
    words_beside_codes: String,
    /// The mark of the category that is looked in.
    mark: Option<String>,
    found: Found,
}

/// The variants that may fit, by their `row_no`.
#[derive(Debug, Clone, Default)]
enum Found {
    /// The index cannot tell.
    #[default]
    Unknown,
    /// All of them.
    Few(Vec<i64>),
    /// More than were asked for; FTS5 gives them for this expression.
    Many(String),
}

const MATCHES: &str = "SELECT rowid FROM variant_search WHERE variant_search MATCH :matching";

impl Search {
    /// Reads a text and a category, and asks the index for what may fit, up to a number that counts as few.
    pub fn plan(
        books: &Snapshot<'_>,
        text: &str,
        category_id: Option<CategoryId>,
        few: usize,
    ) -> Result<Search, Failure> {
        let mut search = Search::default();
        let mut needs = Vec::new();
        if let Some(id) = category_id {
            let row_no = books
                .find("SELECT row_no FROM category WHERE id = ?1", [id], |row| row.get(0))?
                .ok_or_else(|| Failure::from(Refusal::not_found("category", id)))?;
            let mark = mark(row_no);
            needs.push(quoted(&mark));
            search.mark = Some(mark);
        }
        if !text.is_empty() {
            search.codes = codes(books, text)?;
            let typed: Vec<&str> = text.split_whitespace().collect();
            let is_code = |word: &str| search.codes.iter().any(|code| code == word);
            let beside: Vec<&str> =
                if is_code(text) { Vec::new() } else { typed.iter().copied().filter(|word| !is_code(word)).collect() };
            search.words_beside_codes = distinct(&beside).join("\n");
            let words = distinct(&typed);
            needs.extend(words_as_needs(books, &words)?);
            search.words = words.join("\n");
        }
        if !needs.is_empty() {
            let matching = needs.join(" AND ");
            let rows: Vec<i64> = books.rows(
                &format!("{MATCHES} LIMIT :limit"),
                named_params! { ":matching": matching, ":limit": i64::try_from(few + 1).unwrap_or(i64::MAX) },
                |row| row.get(0),
            )?;
            search.found = match (rows.len() <= few, search.codes.is_empty()) {
                (true, true) => Found::Few(rows),
                (true, false) => Found::Few(with_codes(books, rows, &search.codes)?),
                (false, true) => Found::Many(matching),
                // A barcode that is a common word as well.
                (false, false) => Found::Unknown,
            };
        }
        Ok(search)
    }

    /// `variant` as a list walks it, with the conditions that the search puts on it: fetched by what the index finds
    /// where that is few or there is no order to walk along, else along the index that has the order. Joins `product`
    /// and `category` where a text is held against them.
    pub fn variants(&self, order: Option<&'static str>, conditions: &mut Conditions) -> Result<String, Failure> {
        let variant = match (&self.found, order) {
            (Found::Few(rows), _) => {
                conditions.bind(":hits", serde_json::to_string(rows)?);
                "json_each(:hits) AS hit CROSS JOIN variant ON variant.row_no = hit.value".to_owned()
            }
            (Found::Many(matching), None) => {
                conditions.bind(":matching", matching.clone());
                format!("({MATCHES}) AS hit CROSS JOIN variant ON variant.row_no = hit.rowid")
            }
            (Found::Many(matching), Some(index)) => {
                conditions.and_with(format!("variant.row_no IN ({MATCHES})"), ":matching", matching.clone());
                format!("variant INDEXED BY {index}")
            }
            (Found::Unknown, Some(index)) => format!("variant INDEXED BY {index}"),
            (Found::Unknown, None) => "variant".to_owned(),
        };
        if self.words.is_empty() {
            return Ok(variant);
        }
        self.hold(conditions)?;
        Ok(format!(
            "{variant}
             CROSS JOIN product ON product.id = variant.product_id
             LEFT JOIN category ON category.id = product.category_id"
        ))
    }

    /// Whether the index found so few that they are fetched.
    pub fn is_few(&self) -> bool {
        matches!(self.found, Found::Few(_))
    }

    /// As [`Search::variants`], for those whose `row_no` a list names, in its order: the value `:among`, as JSON.
    pub fn among(&self, conditions: &mut Conditions) -> Result<String, Failure> {
        self.hold(conditions)?;
        if let Some(mark) = &self.mark {
            conditions.and_with("instr(category.marks, :mark) > 0", ":mark", mark.clone());
        }
        let beside = if self.words.is_empty() && self.mark.is_none() {
            ""
        } else {
            "CROSS JOIN product ON product.id = variant.product_id
             LEFT JOIN category ON category.id = product.category_id"
        };
        Ok(format!("json_each(:among) AS place CROSS JOIN variant ON variant.row_no = place.value {beside}"))
    }

    /// All variants that may fit, by their `row_no` as JSON, where they are few.
    pub fn few(&self) -> Result<Option<String>, Failure> {
        match &self.found {
            Found::Few(rows) => Ok(Some(serde_json::to_string(rows)?)),
            Found::Many(_) | Found::Unknown => Ok(None),
        }
    }

    /// What the index finds is held against the text: the words of it are not kept in order. The statement joins
    /// `variant`, `product` and `category`.
    pub fn hold(&self, conditions: &mut Conditions) -> Result<(), Failure> {
        if self.words.is_empty() {
            return Ok(());
        }
        conditions.bind(":words", self.words.clone());
        if self.codes.is_empty() {
            conditions.and(format!("holds_all({TEXT}, :words)"));
            return Ok(());
        }
        conditions.and(format!(
            "(holds_all({TEXT}, :words)
              OR (EXISTS (SELECT 1 FROM barcode
                          WHERE variant_id = variant.id AND code IN (SELECT value FROM json_each(:codes)))
                  AND holds_all({TEXT}, :words_beside_codes)))"
        ));
        conditions.bind(":codes", serde_json::to_string(&self.codes)?);
        conditions.bind(":words_beside_codes", self.words_beside_codes.clone());
        // What a barcode names, the index was not asked about.
        if let Some(mark) = &self.mark {
            conditions.and_with("instr(category.marks, :mark) > 0", ":mark", mark.clone());
        }
        Ok(())
    }
}

/// The words folded, without those that are part of another.
fn distinct(typed: &[&str]) -> Vec<String> {
    let folded: Vec<String> = typed.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let mut words: Vec<String> = Vec::new();
    for (place, word) in folded.iter().enumerate() {
        let implied = folded.iter().enumerate().any(|(other_place, other)| {
            other.contains(word.as_str()) && (other.len() > word.len() || other_place < place)
        });
        if !implied {
            words.push(word.clone());
        }
    }
    words
}

/// The text, or the words of it, that are barcodes.
fn codes(books: &Snapshot<'_>, text: &str) -> Result<Vec<String>, Failure> {
    let mut typed: Vec<&str> = text.split_whitespace().collect();
    typed.push(text);
    books.rows(
        "SELECT DISTINCT code FROM barcode WHERE code IN (SELECT value FROM json_each(?1))",
        [serde_json::to_string(&typed)?],
        |row| row.get(0),
    )
}

/// Hits of the index with the variants that the barcodes name.
fn with_codes(books: &Snapshot<'_>, mut rows: Vec<i64>, codes: &[String]) -> Result<Vec<i64>, Failure> {
    let named: Vec<i64> = books.rows(
        "SELECT DISTINCT variant.row_no FROM barcode JOIN variant ON variant.id = barcode.variant_id
         WHERE barcode.code IN (SELECT value FROM json_each(?1))",
        [serde_json::to_string(codes)?],
        |row| row.get(0),
    )?;
    let known: BTreeSet<i64> = rows.iter().copied().collect();
    rows.extend(named.into_iter().filter(|row_no| !known.contains(row_no)));
    Ok(rows)
}

/// The first text in order that no longer begins with this one.
pub(super) fn after_all_beginning_with(text: &str) -> String {
    format!("{text}{}", char::MAX)
}

/// One trigram as FTS5 reads it.
fn quoted(gram: &str) -> String {
    format!("\"{}\"", gram.replace('"', "\"\""))
}

/// What the index must hold for each word, where it can tell: the trigrams of the word, or the mark of a category
/// whose name has it.
fn words_as_needs(books: &Snapshot<'_>, words: &[String]) -> Result<Vec<String>, Failure> {
    let categories: Vec<(usize, i64)> = books.rows(
        "SELECT word.key, category.row_no
         FROM json_each(?1) AS word
         CROSS JOIN category ON instr(category.name_folded, word.value) > 0",
        [serde_json::to_string(words)?],
        |row| Ok((usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX), row.get(1)?)),
    )?;
    let mut needs = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let marks: Vec<String> =
            categories.iter().filter(|(of, _)| *of == place).map(|(_, row_no)| quoted(&mark(*row_no))).collect();
        let characters: Vec<char> = word.chars().collect();
        let mut choices = if characters.len() >= 3 {
            let grams = characters.windows(3).take(MAX_GRAMS).map(|gram| quoted(&gram.iter().collect::<String>()));
            vec![format!("({})", grams.collect::<Vec<_>>().join(" AND "))]
        } else {
            match beginning_with(books, word)? {
                Some(grams) => grams.iter().map(|gram| quoted(gram)).collect(),
                None => continue,
            }
        };
        choices.extend(marks);
        match choices.len() {
            // Nothing in the store has these letters: a trigram that never is.
            0 => needs.push(quoted(&[MARK; 3].iter().collect::<String>())),
            1..=MAX_CHOICES => needs.push(format!("({})", choices.join(" OR "))),
            _ => {}
        }
    }
    Ok(needs)
}

/// The trigrams that begin with a word of one or two characters; none where there are many.
fn beginning_with(books: &Snapshot<'_>, word: &str) -> Result<Option<Vec<String>>, Failure> {
    let mut grams: Vec<String> = Vec::new();
    let mut variants: i64 = 0;
    let mut statement =
        books.conn.prepare_cached("SELECT term, doc FROM variant_search_word WHERE term >= ?1 AND term < ?2")?;
    let mut rows = statement.query((word, after_all_beginning_with(word)))?;
    while let Some(row) = rows.next()? {
        grams.push(row.get(0)?);
        variants += row.get::<_, i64>(1)?;
        if grams.len() > MAX_CHOICES || variants > MAX_SPREAD {
            return Ok(None);
        }
    }
    Ok(Some(grams))
}
