package handover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"barnrost/app"
	"barnrost/storage/bundle"
)

// fault turns an error into one a person can be told of. Errors that already
// are keep their code.
func fault(err error) error {
	var known *app.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return app.Fail(app.CodeCancelled, err)
	}
	return app.Fail(app.CodeInternal, err)
}

// writeFault tells what went wrong while a bundle was written.
func writeFault(err error) error {
	switch {
	case errors.Is(err, bundle.ErrTooLarge):
		return app.Fail(app.CodeBundleTooLarge, err)
	case errors.Is(err, bundle.ErrOther):
		return app.Fail(app.CodeVaultDamaged, err)
	case diskFull(err):
		return app.Fail(app.CodeFileNoRoom, err)
	case unknown(err) && ofFile(err):
		return app.Fail(app.CodeFileUnwritable, err)
	}
	return fault(err)
}

// unknown reports whether nobody has named the error yet.
func unknown(err error) bool {
	var known *app.Error
	return !errors.As(err, &known)
}

// ofFile reports whether the system refused something about a file.
func ofFile(err error) bool {
	var path *fs.PathError
	var link *os.LinkError
	return errors.As(err, &path) || errors.As(err, &link)
}

// readFault tells what is wrong with a bundle that was read.
func readFault(err error) error {
	for _, f := range []struct {
		is   error
		code app.Code
	}{
		{bundle.ErrNotABundle, app.CodeNotABundle},
		{bundle.ErrNotForMe, app.CodeNotForMe},
		{bundle.ErrDamaged, app.CodeBundleDamaged},
		{bundle.ErrTruncated, app.CodeBundleTruncated},
		{bundle.ErrForged, app.CodeBundleForged},
		{bundle.ErrTooLarge, app.CodeBundleTooLarge},
		{bundle.ErrNewer, app.CodeBundleNewer},
	} {
		if errors.Is(err, f.is) {
			return app.Fail(f.code, err)
		}
	}
	if unknown(err) && ofFile(err) {
		return app.FileFault(err)
	}
	return fault(err)
}

func encode(v any) (json.RawMessage, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("handover: %w", err)
	}
	return raw, nil
}
