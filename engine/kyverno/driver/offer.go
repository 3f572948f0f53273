package driver

// OfferRequest holds texts of manifests that a policy may find in the cluster: those of the repository itself.
type OfferRequest struct {
	Manifests []string `json:"manifests"`
}

type OfferAnswer struct {
	Objects int `json:"objects"`
}

// Offer adds objects to the cluster that policies see. Texts that cannot be read are passed over: they are judged, and
// reported, as files in their own right.
func (d *Driver) Offer(request OfferRequest) OfferAnswer {
	for _, text := range request.Manifests {
		objects, err := d.world.manifests(text)
		if err != nil {
			continue
		}
		for _, object := range objects {
			if d.world.cluster.isGiven(object) {
				continue
			}
			_ = d.world.offer(object) // only a CRD's conversion fails, and nothing asks for that
		}
	}
	return OfferAnswer{Objects: len(d.world.cluster.objects)}
}
