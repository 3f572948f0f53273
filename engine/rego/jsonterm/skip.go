package jsonterm

// skip checks a value and builds nothing. It is as strict as reading: a plan cut in a part that no policy looks at is
// still cut.
func (d *decoder) skip() error {
	c, ok := d.peek()
	if !ok {
		return d.unexpected("")
	}
	switch c {
	case '"':
		return d.skipString()
	case '{':
		return d.skipObject()
	case '[':
		return d.skipArray()
	case 't':
		return d.literal("true")
	case 'f':
		return d.literal("false")
	case 'n':
		return d.literal("null")
	}
	if c == '-' || c >= '0' && c <= '9' {
		return d.skipNumber()
	}
	return d.unexpected("looking for beginning of value")
}

func (d *decoder) skipNumber() error {
	start := d.pos
	integer, err := d.scanNumber()
	if err == nil && (!integer || d.pos-start >= longestFloat) {
		if _, err := d.numberText(string(d.text[start:d.pos]), integer); err != nil {
			return &SyntaxError{Offset: start, Reason: err.Error()}
		}
	}
	return err
}

func (d *decoder) skipString() error {
	if end, _ := plainEnd(d.text, d.pos+1); end < len(d.text) && d.text[end] == '"' {
		d.pos = end + 1
		return nil
	}
	raw, _, plain, err := d.rawString()
	if err == nil && !plain {
		_, err = unquote(raw)
	}
	return err
}

func (d *decoder) skipArray() error {
	if err := d.enter(); err != nil {
		return err
	}
	if c, ok := d.peek(); ok && c == ']' {
		d.leave()
		return nil
	}
	for {
		if err := d.skip(); err != nil {
			return err
		}
		c, ok := d.peek()
		if ok && c == ',' {
			d.pos++
			continue
		}
		if !ok || c != ']' {
			return d.unexpected("after array element")
		}
		d.leave()
		return nil
	}
}

func (d *decoder) skipObject() error {
	if err := d.enter(); err != nil {
		return err
	}
	if c, ok := d.peek(); ok && c == '}' {
		d.leave()
		return nil
	}
	for {
		if err := d.skipMember(); err != nil {
			return err
		}
		c, ok := d.peek()
		if ok && c == ',' {
			d.pos++
			continue
		}
		if !ok || c != '}' {
			return d.unexpected("after object key:value pair")
		}
		d.leave()
		return nil
	}
}

func (d *decoder) skipMember() error {
	if c, ok := d.peek(); !ok || c != '"' {
		return d.unexpected("looking for beginning of object key string")
	}
	start := d.pos
	if err := d.skipString(); err != nil {
		return err
	}
	marks := isMarkName(d.text[start+1 : d.pos-1])
	if c, ok := d.peek(); !ok || c != ':' {
		return d.unexpected("after object key")
	}
	d.pos++
	start = d.pos
	err := d.skip()
	if marks && err == nil {
		d.mark(start)
	}
	return err
}
