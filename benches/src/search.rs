//! Finding among 100,000 variants: suggestions as they are typed, and pages of the stock list.

use crate::Outcome;
use crate::loader::Dice;
use crate::report::{Goal, Report, median, quantile};
use crate::reserve::{call, refusal};
use rusqlite::{Connection, OpenFlags, params};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;
use stockroom_core::catalog::{Which, reindex};
use stockroom_core::db::{Act, Actor, Uow, add_functions};
use stockroom_core::kernel::text::fold;
use stockroom_core::kernel::{Role, StaffId};
use stockroom_core::{Core, OpenOptions};
use uuid::Uuid;

const VARIANTS: i64 = 100_000;
/// Of ten products nine are simple; the tenth comes in so many sizes and colours.
const PER_MATRIX: usize = 12;
/// Raised when what the loader makes changes, so that an older cached store is made again.
const EDITION: u32 = 1;
/// How often each question is asked.
const ROUNDS: usize = 3;

const MAKERS: [&str; 24] = [
    "Fjord",
    "Ember",
    "Inish",
    "Ridge",
    "Karst",
    "Tarn",
    "Claddagh",
    "Burren",
    "Skellig",
    "Aran",
    "Merlin",
    "Drift",
    "Brook",
    "Lough",
    "Mweelrea",
    "Harbour",
    "Alder",
    "Rowan",
    "Hazel",
    "Bramble",
    "Kestrel",
    "Otter",
    "Fell",
    "Northside",
];
const STUFFS: [&str; 20] = [
    "Cotton",
    "Merino",
    "Oak",
    "Linen",
    "Steel",
    "Cast-iron",
    "Enamel",
    "Bamboo",
    "Canvas",
    "Leather",
    "Stoneware",
    "Down",
    "Fleece",
    "Cork",
    "Willow",
    "Brass",
    "Glass",
    "Wool",
    "Titanium",
    "Recycled",
];
const THINGS: [&str; 60] = [
    "Tent",
    "Stove",
    "Blanket",
    "Headlamp",
    "Backpack",
    "Bottle",
    "Mug",
    "Lantern",
    "Apron",
    "Teapot",
    "Tea Towel",
    "Trail Sock",
    "Base Layer",
    "Rain Shell",
    "Dry Bag",
    "Spork",
    "Water Filter",
    "First Aid Kit",
    "Compass",
    "Map Case",
    "Camp Chair",
    "Candle",
    "Chopping Board",
    "Pan",
    "Casserole",
    "Bowl",
    "Bread Tin",
    "Incense",
    "Rug",
    "Log Basket",
    "Bird Feeder",
    "Trowel",
    "Gloves",
    "Scarf",
    "Cap",
    "Jumper",
    "Shirt",
    "Trousers",
    "Belt",
    "Boots",
    "Sandals",
    "Pillow",
    "Duvet",
    "Quilt",
    "Curtain",
    "Lamp",
    "Clock",
    "Mirror",
    "Vase",
    "Tray",
    "Jug",
    "Kettle",
    "Whisk",
    "Ladle",
    "Grater",
    "Knife",
    "Pencil",
    "Notebook",
    "Puzzle",
    "Kite",
];
const COLOURS: [&str; 16] = [
    "Moss", "Sand", "Slate", "Ink", "Forest", "Charcoal", "Heather", "Kelp", "Signal", "Olive", "Oat", "Navy", "White",
    "Indigo", "Tide", "Natural",
];
const SIZES: [&str; 6] = ["XS", "S", "M", "L", "XL", "2XL"];
const ROOMS: [&str; 12] = [
    "Kitchen",
    "Garden",
    "Outdoor",
    "Clothing",
    "Home",
    "Lighting",
    "Bedroom",
    "Tools",
    "Stationery",
    "Games",
    "Footwear",
    "Travel",
];

/// The store with its variants; made when it is not there yet.
fn cached(report: &mut Report, cache: &Path) -> Outcome<PathBuf> {
    let path = cache.join(format!("search-{VARIANTS}-schema-{}-{EDITION}.stockroom", stockroom_core::db::LATEST));
    if path.exists() {
        return Ok(path);
    }
    report.say(&format!("making a store with {VARIANTS} variants"));
    let draft = cache.join("loading-search.stockroom");
    for suffix in ["", "-wal", "-shm", "-lock"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", draft.display()));
    }
    let options = OpenOptions::new(&draft).create(true).background(false).store_name("Bench");
    Core::open(options).map_err(refusal)?.close();
    let mut conn = Connection::open(&draft)?;
    add_functions(&conn)?;
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -524288; PRAGMA foreign_keys = OFF;",
    )?;
    let began = Instant::now();
    let tx = conn.transaction()?;
    fill(&tx)?;
    let filled = began.elapsed().as_secs_f64();
    let actor = Actor { staff_id: StaffId::from_uuid(Uuid::nil()), name: "Bench".to_owned(), role: Role::System };
    let at = stockroom_core::Instant(crate::loader::END_MS);
    let mut uow = Uow::new(&tx, at, &actor, Act::default()).map_err(|failure| format!("{failure:?}"))?;
    reindex(&mut uow, Which::All).map_err(|failure| format!("{failure:?}"))?;
    tx.commit()?;
    let indexed = began.elapsed().as_secs_f64() - filled;
    report.figure("search: 100,000 variants indexed", indexed, "s", Goal::AtMost(6.0));
    let text: i64 =
        conn.query_row("SELECT sum(length(name) + length(description)) FROM product", [], |row| row.get(0))?;
    let index: i64 = conn.query_row("SELECT sum(length(block)) FROM variant_search_data", [], |row| row.get(0))?;
    report.say(&format!("texts of {} kB, an index of {} kB", text / 1000, index / 1000));
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE);")?;
    conn.close().map_err(|(_, error)| error)?;
    let core = Core::open(OpenOptions::new(&draft).background(false)).map_err(refusal)?;
    let verdict = call(&core, "doctor_run", &json!({}))?;
    core.close();
    drop(core);
    if verdict["ok"] != true {
        return Err(format!("the loaded store is not clean: {verdict:#}").into());
    }
    std::fs::rename(&draft, &path)?;
    Ok(path)
}

fn fill(conn: &Connection) -> Outcome<()> {
    let mut dice = Dice(11);
    let at = crate::loader::END_MS;
    let location: [u8; 16] = conn.query_row("SELECT id FROM location", [], |row| row.get(0))?;
    let staff: [u8; 16] = conn.query_row("SELECT id FROM staff WHERE origin = 'store'", [], |row| row.get(0))?;
    let categories = fill_categories(conn, &mut dice, at)?;
    let mut product = conn.prepare(
        "INSERT INTO product (row_no, seq, id, name, name_folded, description, category_id, base_price, unit,
           archived_at, created_at, updated_at)
         VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'piece', ?8, ?9, ?9)",
    )?;
    let mut variant = conn.prepare(
        "INSERT INTO variant (row_no, seq, id, product_id, sku, sku_folded, attributes, label, reorder_level, active,
           created_at, updated_at)
         VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
    )?;
    let mut barcode = conn.prepare("INSERT INTO barcode (code, variant_id, active) VALUES (?1, ?2, ?3)")?;
    let mut balance =
        conn.prepare("INSERT INTO stock_balance (variant_id, location_id, on_hand, reserved) VALUES (?1, ?2, ?3, 0)")?;
    let mut movement = conn.prepare(
        "INSERT INTO stock_movement (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after,
           reserved_after, staff_id, at)
         VALUES (?1, ?2, 'receive', ?3, 0, ?3, 0, ?4, ?5)",
    )?;
    let (mut seq, mut product_seq) = (0, 0);
    while seq < VARIANTS {
        product_seq += 1;
        let product_id = dice.id(at);
        let (maker, stuff, thing) = (pick(&mut dice, &MAKERS), pick(&mut dice, &STUFFS), pick(&mut dice, &THINGS));
        let archived = dice.below(50) == 0;
        let count = if dice.below(10) == 0 { PER_MATRIX } else { 1 };
        let model = dice.below(900) + 100;
        let colour = pick(&mut dice, &COLOURS);
        let name = match count {
            1 => format!("{maker} {stuff} {thing} {model}, {colour}"),
            _ => format!("{maker} {stuff} {thing} {model}"),
        };
        let description = format!(
            "{thing} of {}, made for the {} and {}. Care: {}.",
            stuff.to_lowercase(),
            pick(&mut dice, &ROOMS).to_lowercase(),
            pick(&mut dice, &ROOMS).to_lowercase(),
            ["wipe clean", "hand wash", "machine wash at 30", "keep dry", "oil once a year"][dice.below(5)],
        );
        let price = 295 + dice.below(40_000) as i64 / 5 * 5;
        let category = categories[dice.below(categories.len())];
        let gone = archived.then_some(at);
        product.execute(params![product_seq, product_id, name, fold(&name), description, category, price, gone, at])?;
        for place in 0..count {
            seq += 1;
            let id = dice.id(at);
            let (colour, size) = (COLOURS[place % 2 * 5], SIZES[place % 6]);
            let (attributes, label) = match count {
                1 => ("[]".to_owned(), String::new()),
                _ => (
                    json!([{ "name": "Size", "value": size }, { "name": "Colour", "value": colour }]).to_string(),
                    format!("{size} / {colour}"),
                ),
            };
            let sku =
                format!("{}-{}{model}-{seq:06}", maker[..2].to_uppercase(), thing[..3].to_uppercase().replace(' ', ""));
            let level = (dice.below(4) == 0).then(|| dice.below(10) as i64);
            variant.execute(params![seq, id, product_id, sku, fold(&sku), attributes, label, level, !archived, at])?;
            barcode.execute(params![format!("539{:010}", seq * 7), id, !archived])?;
            let on_hand = if archived || dice.below(10) == 0 { 0 } else { 1 + dice.below(200) as i64 };
            if on_hand > 0 {
                balance.execute(params![id, location, on_hand])?;
                movement.execute(params![id, location, on_hand, staff, at])?;
            }
        }
    }
    Ok(())
}

/// Twelve rooms, each with all its things by stuff: some 250 categories on two levels.
fn fill_categories(conn: &Connection, dice: &mut Dice, at: i64) -> Outcome<Vec<[u8; 16]>> {
    let mut all = Vec::new();
    let actor = Actor { staff_id: StaffId::from_uuid(Uuid::nil()), name: "Bench".to_owned(), role: Role::System };
    let mut insert = conn
        .prepare("INSERT INTO category (id, parent_id, name, name_folded, created_at) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for room in ROOMS {
        let id = dice.id(at);
        insert.execute(params![id, None::<[u8; 16]>, room, fold(room), at])?;
        for stuff in STUFFS {
            let below = dice.id(at);
            insert.execute(params![below, id, stuff, fold(stuff), at])?;
            all.push(below);
        }
        let mut uow = Uow::new(conn, stockroom_core::Instant(at), &actor, Act::default())
            .map_err(|failure| format!("{failure:?}"))?;
        let id = stockroom_core::kernel::CategoryId::from_uuid(Uuid::from_bytes(id));
        stockroom_core::catalog::categories::settle(&mut uow, id).map_err(|failure| format!("{failure:?}"))?;
    }
    Ok(all)
}

fn pick<'a>(dice: &mut Dice, words: &[&'a str]) -> &'a str {
    words[dice.below(words.len())]
}

pub fn run(report: &mut Report, cache: &Path) -> Outcome<()> {
    let path = cached(report, cache)?;
    let core = Core::open(OpenOptions::new(&path).background(false)).map_err(refusal)?;
    let raw = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    raw.execute_batch("PRAGMA cache_size = -65536")?;
    let scan = raw_scan(&raw)?;
    suggestions(report, &core, scan)?;
    pages(report, &core, scan)?;
    Ok(())
}

/// One pass over the names and descriptions with instr: what finding costs without an index, in milliseconds.
fn raw_scan(raw: &Connection) -> Outcome<f64> {
    let mut times = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        raw.query_row(
            "SELECT count(*) FROM product
             WHERE instr(name_folded, 'zebra') > 0 OR instr(description, 'zebra') > 0",
            [],
            |_| Ok(()),
        )?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(median(&mut times))
}

/// Milliseconds of one command through dispatch, and how many rows it gave.
fn timed(core: &Core, command: &str, request: &Value) -> Outcome<(f64, usize)> {
    let (session, payload, id) = (core.owner_session(), request.to_string(), Uuid::now_v7().to_string());
    let began = Instant::now();
    let answer = core.dispatch(&session, command, &id, &payload);
    let took = began.elapsed().as_secs_f64() * 1000.0;
    let answer: Value = serde_json::from_str(&answer)?;
    match answer["outcome"].as_str() {
        Some("done") => Ok((took, answer["value"]["rows"].as_array().map_or(0, Vec::len))),
        _ => Err(answer.to_string().into()),
    }
}

/// Each question the given number of times; what stands out is said.
fn measure(report: &Report, core: &Core, command: &str, asked: &[(String, Value)]) -> Outcome<Vec<f64>> {
    let mut all = Vec::new();
    let mut slowest: Vec<(f64, usize, &str)> = Vec::new();
    for (what, request) in asked {
        timed(core, command, request)?;
        let mut times = Vec::new();
        let mut rows = 0;
        for _ in 0..ROUNDS {
            let (took, found) = timed(core, command, request)?;
            times.push(took);
            rows = found;
        }
        all.extend(times.iter().copied());
        slowest.push((median(&mut times), rows, what));
    }
    slowest.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (took, rows, what) in slowest.iter().take(12) {
        report.say(&format!("{command} {what}: {took:.2} ms, {rows} rows"));
    }
    Ok(all)
}

/// Words as they grow under the fingers, and what else people type.
fn typed() -> Vec<String> {
    let mut texts = Vec::new();
    for whole in ["merino", "cast-iron pan", "trail sock", "kettle slate", "ri-ten", "539000", "oak chop", "headlamp"] {
        let characters: Vec<char> = whole.chars().collect();
        texts.extend((1..=characters.len()).map(|end| characters[..end].iter().collect::<String>()));
    }
    texts.extend(
        [
            "lamp",
            "ttle",
            "board",
            "otton",
            "zebra",
            "zq",
            "q",
            "ж",
            "xyzzy plugh",
            "kitchen",
            "clothing merino",
            "machine",
            "slate",
            "s",
            "e",
            "an",
            "st",
            "sock m",
            "garden oak 5",
            "BU-TEN",
            "(",
            "%",
            "\"",
            "tea towel linen",
            "l 2xl",
            "5390000000007",
            "RI-TEN",
            "made for",
        ]
        .map(str::to_owned),
    );
    texts
}

fn suggestions(report: &mut Report, core: &Core, scan: f64) -> Outcome<()> {
    let asked: Vec<(String, Value)> = typed()
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .map(|text| (format!("{text:?}"), json!({ "text": text })))
        .collect();
    let mut times = measure(report, core, "product_suggest", &asked)?;
    report.ratio("search: suggest, p50 to a raw scan", quantile(&mut times, 0.5), scan, "ms", Goal::AtMost(0.5));
    report.figure("search: suggest, p95", quantile(&mut times, 0.95), "ms", Goal::AtMost(5.0));
    report.figure("search: suggest, the slowest", quantile(&mut times, 1.0), "ms", Goal::AtMost(20.0));
    Ok(())
}

fn pages(report: &mut Report, core: &Core, scan: f64) -> Outcome<()> {
    const SORTS: [&str; 12] = [
        "name",
        "name_desc",
        "sku",
        "sku_desc",
        "available",
        "available_desc",
        "on_hand",
        "on_hand_desc",
        "reserved",
        "reserved_desc",
        "price",
        "price_desc",
    ];
    let tree = call(core, "category_list", &json!({}))?;
    let category = |name: &str, depth: usize| {
        let rows = tree["rows"].as_array().cloned().unwrap_or_default();
        let found =
            rows.into_iter().find(|row| row["name"] == name && row["path"].as_array().map(Vec::len) == Some(depth));
        found.map_or(Value::Null, |row| row["id"].clone())
    };
    let filters = [
        json!({}),
        json!({ "filter": "low" }),
        json!({ "filter": "out" }),
        json!({ "filter": "reserved" }),
        json!({ "filter": "archived" }),
        json!({ "inStock": true }),
        json!({ "minPrice": "20.00", "maxPrice": "21.00" }),
        json!({ "categoryId": category("Kitchen", 1) }),
        json!({ "categoryId": category("Merino", 2) }),
    ];
    let mut asked = Vec::new();
    for (place, text) in typed().iter().enumerate() {
        asked.push((format!("{text:?}"), json!({ "text": text })));
        let sort = SORTS[place % SORTS.len()];
        asked.push((format!("{text:?} by {sort}"), json!({ "text": text, "sort": sort })));
        let mut filtered = filters[place % filters.len()].clone();
        filtered["text"] = json!(text);
        asked.push((filtered.to_string(), filtered));
    }
    let mut times = measure(report, core, "stock_list", &asked)?;
    report.ratio(
        "search: page with a text, p50 to a raw scan",
        quantile(&mut times, 0.5),
        scan,
        "ms",
        Goal::AtMost(1.0),
    );
    report.figure("search: page with a text, p95", quantile(&mut times, 0.95), "ms", Goal::AtMost(20.0));
    report.figure("search: page with a text, the slowest", quantile(&mut times, 1.0), "ms", Goal::AtMost(150.0));

    let mut asked = Vec::new();
    for filter in &filters {
        for sort in SORTS {
            let mut request = filter.clone();
            request["sort"] = json!(sort);
            asked.push((request.to_string(), request));
        }
    }
    let mut times = measure(report, core, "stock_list", &asked)?;
    report.figure("search: page without a text, p50", quantile(&mut times, 0.5), "ms", Goal::AtMost(20.0));
    report.figure("search: page without a text, p95", quantile(&mut times, 0.95), "ms", Goal::AtMost(150.0));
    let mut summary = Vec::new();
    for text in ["", "merino", "kettle slate"] {
        summary.push((format!("{text:?}"), json!({ "text": text })));
    }
    let mut times = measure(report, core, "stock_summary", &summary)?;
    report.figure("search: summary, the slowest", quantile(&mut times, 1.0), "ms", Goal::AtMost(250.0));
    Ok(())
}
