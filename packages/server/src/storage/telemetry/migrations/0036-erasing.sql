-- What is being erased, while it is: mutations look it up here, so that it stands in none of their files. In memory only.
CREATE TABLE IF NOT EXISTS erasing (Needle String, Escaped String, Pattern String, EscapedPattern String, AttributeKey String, AttributeValue String) ENGINE = Memory;
