package casebook

import (
	"context"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// planDraftMeta is the year's plan as somebody types it and has not saved it.
type planDraftMeta struct {
	Draft []byte    `json:"draft"` // as app/view/year writes it
	Kept  time.Time `json:"kept"`
}

// PlanDraft returns the plan that is being typed, nil where none is. It reads
// memory only.
func (c *Casebook) PlanDraft() ([]byte, error) {
	for _, o := range c.vault.Objects(kindPlanDraft) {
		var m planDraftMeta
		return m.Draft, decode(o, &m)
	}
	return nil, nil
}

// KeepPlanDraft keeps the plan that is being typed in place of what was kept; nil
// leaves none.
func (c *Casebook) KeepPlanDraft(ctx context.Context, draft []byte) error {
	if len(draft) > app.MaxTemplate {
		return app.Fail(app.CodeTemplate, nil)
	}
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		m, kept := planDraftMeta{draft, c.now()}, c.vault.Objects(kindPlanDraft)
		switch {
		case draft == nil && len(kept) == 0:
			return nil
		case draft == nil:
			return tx.Erase(kept[0].ID)
		case len(kept) > 0:
			return save(tx, kept[0].ID, m)
		}
		_, err := create(tx, kindPlanDraft, false, m)
		return err
	})
}
