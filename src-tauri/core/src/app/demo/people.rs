//! Who works at Alder & Pine and who buys there. All of them are made up; the addresses end in example.com.

use crate::kernel::Role;

pub const STAFF: [(&str, Role); 4] = [
    ("Niamh Doherty", Role::Manager),
    ("Maja Nowak", Role::Clerk),
    ("Ciarán Whelan", Role::Clerk),
    ("Aoife Brennan", Role::Clerk),
];

pub struct Person {
    pub name: &'static str,
    pub mailbox: &'static str,
    pub phone: &'static str,
    pub address: &'static str,
    /// A club, a school, a guesthouse: buys more at once.
    pub is_group: bool,
}

const fn person(name: &'static str, mailbox: &'static str, phone: &'static str, address: &'static str) -> Person {
    Person { name, mailbox, phone, address, is_group: false }
}

const fn group(name: &'static str, mailbox: &'static str, phone: &'static str, address: &'static str) -> Person {
    Person { name, mailbox, phone, address, is_group: true }
}

pub const CUSTOMERS: [Person; 40] = [
    person("Oisín Farrell", "oisin.farrell", "087 555 0104", "4 Claddagh Quay, Galway"),
    person("Dervla Quinn", "dervla.quinn", "086 555 0117", "19 Salthill Road Lower, Galway"),
    group("Ballyvaughan Hostel", "desk.ballyvaughan", "065 555 0120", "Main Street, Ballyvaughan, Co. Clare"),
    person("Tomás Ó Briain", "tomas.obriain", "085 555 0121", "An Spidéal, Co. na Gaillimhe"),
    person("Priya Raman", "priya.raman", "083 555 0125", "7 Dyke Road, Galway"),
    person("Margaret Nolan", "margaret.nolan", "091 555 0128", "Kilcolgan, Co. Galway"),
    person("Jakub Kowalski", "jakub.kowalski", "089 555 0131", "22 Bohermore, Galway"),
    group("Galway Scout Group 12", "quartermaster.scouts12", "091 555 0142", "Scout Den, Newcastle, Galway"),
    person("Eimear Duffy", "eimear.duffy", "087 555 0144", "3 Abbeygate Street, Galway"),
    person("Hannah Lindqvist", "hannah.lindqvist", "+46 70 555 0147", "Storgatan 12, 413 01 Göteborg, Sweden"),
    group("Connemara Outdoor Education Centre", "stores.coec", "095 555 0150", "Leenaun, Co. Galway"),
    person("Liam Corcoran", "liam.corcoran", "086 555 0153", "Oranmore, Co. Galway"),
    person("Grace Adeyemi", "grace.adeyemi", "083 555 0156", "31 Fr Griffin Road, Galway"),
    person("Patrick Hession", "patrick.hession", "087 555 0159", "Tuam, Co. Galway"),
    person("Ruth Mac Aodha", "ruth.macaodha", "085 555 0161", "Maigh Cuilinn, Co. na Gaillimhe"),
    person("Cormac Hayes", "cormac.hayes", "086 555 0164", "Gort, Co. Galway"),
    person("Ana Ribeiro", "ana.ribeiro", "089 555 0167", "Rua da Boavista 40, 1200-066 Lisboa, Portugal"),
    person("Fiachra Dolan", "fiachra.dolan", "087 555 0170", "Athenry, Co. Galway"),
    group("Kinvara Guesthouse", "office.kinvara", "091 555 0173", "The Quay, Kinvara, Co. Galway"),
    person("Caoimhe Ryan", "caoimhe.ryan", "086 555 0176", "12 Nuns Island, Galway"),
    person("Sorcha Whelan", "sorcha.whelan", "085 555 0179", "Barna, Co. Galway"),
    person("Dónal Breen", "donal.breen", "087 555 0182", "Killarney Road, Bray, Co. Wicklow"),
    person("Ita Mulcahy", "ita.mulcahy", "091 555 0185", "Craughwell, Co. Galway"),
    person("Maeve Brennan", "maeve.brennan", "087 555 0188", "5 Sea Road, Galway"),
    person("Rory Keogh", "rory.keogh", "086 555 0191", "18 Prospect Hill, Galway"),
    person("Peadar Lynch", "peadar.lynch", "085 555 0194", "Clifden, Co. Galway"),
    person("Aidan Foley", "aidan.foley", "083 555 0197", "Ennis, Co. Clare"),
    person("Sinéad Ní Dhomhnaill", "sinead.nidhomhnaill", "087 555 0200", "Gaoth Dobhair, Co. Dhún na nGall"),
    person("Lukas Brandt", "lukas.brandt", "+49 151 555 0203", "Lindenstraße 8, 50674 Köln, Germany"),
    person("Élodie Marchand", "elodie.marchand", "+33 6 55 50 02 06", "14 rue des Carmes, 44000 Nantes, France"),
    person("Marta Ferreira", "marta.ferreira", "089 555 0209", "9 Eyre Street, Galway"),
    person("Conor Geraghty", "conor.geraghty", "086 555 0212", "Roscommon Road, Athlone, Co. Westmeath"),
    person("Nuala Conneely", "nuala.conneely", "099 555 0215", "Cill Rónáin, Árainn, Co. na Gaillimhe"),
    person("Bríd Ó Malley", "brid.omalley", "098 555 0218", "Westport, Co. Mayo"),
    person("Giulia Conti", "giulia.conti", "+39 347 555 0221", "Via Garibaldi 3, 16124 Genova, Italy"),
    person("Seán Mannion", "sean.mannion", "087 555 0224", "Rosmuc, Co. na Gaillimhe"),
    group("Burren Yoga Retreat", "bookings.burrenyoga", "065 555 0227", "Cappaghmore, Co. Clare"),
    person("Anneke de Vries", "anneke.devries", "+31 6 5550 0230", "Prinsengracht 201, 1015 Amsterdam, Netherlands"),
    person("Declan Tierney", "declan.tierney", "086 555 0233", "Loughrea, Co. Galway"),
    person("Zofia Wiśniewska", "zofia.wisniewska", "085 555 0236", "2 Forster Court, Galway"),
];

pub const NOTES: [&str; 8] = [
    "Collecting Saturday before 11.",
    "Gift: please leave the price off.",
    "Ring before delivering, the bell is broken.",
    "Leave with the neighbour at number 6.",
    "Needs it before the weekend in Connemara.",
    "Invoice to the club, please.",
    "Will pay the rest at the till.",
    "Asked for the darker oak if there is one.",
];

pub const CANCELLED_BECAUSE: [&str; 5] = [
    "Customer changed their mind",
    "Ordered twice",
    "Found it cheaper elsewhere",
    "Wrong size; will order again",
    "Could not be reached to confirm",
];

pub const SUPPLIERS: [&str; 5] =
    ["Fjord Outdoor AS", "Atlantic Trade Supply", "Inish Weavers", "Skellig Foundry", "Burren Homewares"];
